package io.corpusattention.table;

import io.corpusattention.parquet.ParquetFiles;
import io.corpusattention.table.run.RunFolder;
import io.corpusattention.table.run.TableFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Collectors;
import org.apache.commons.lang3.StringUtils;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;

/** Checks the files of a run's tables after their commit. */
final class WrittenFiles {
  /** How many footers are read at once. Each takes a while on an object store. */
  private static final int AT_ONCE = 16;

  private WrittenFiles() {}

  /**
   * Compares the files in the folder with those that the tasks returned.
   *
   * @throws IOException if a file is missing or unexpected, or has the wrong number of rows
   */
  static void require(RunFolder run, List<TableFile> returned, Configuration conf)
      throws IOException {
    Path folder = run.tables();
    FileSystem fileSystem = folder.getFileSystem(conf);
    boolean amongOthers = folder.equals(run.path()); // the previous run's files

    Set<String> expected = returned.stream().map(TableFile::path).collect(Collectors.toSet());
    if (expected.size() < returned.size()) {
      throw new IOException("two tasks have returned the same file");
    }
    Set<String> tables =
        expected.stream()
            .map(file -> StringUtils.substringBefore(file, "/"))
            .collect(Collectors.toSet());
    for (String table : amongOthers ? Set.<String>of() : tables) {
      for (FileStatus file : fileSystem.listStatus(new Path(folder, table))) {
        String name = table + "/" + file.getPath().getName();
        if (!expected.contains(name)) {
          throw new IOException("after the commit there is " + name + ", which no task returned");
        }
      }
    }
    ForkJoinPool pool = new ForkJoinPool(AT_ONCE);
    try {
      pool.submit(() -> returned.parallelStream().forEach(file -> require(folder, file, conf)))
          .get();
    } catch (ExecutionException e) {
      UncheckedIOException file = ExceptionUtils.throwableOfType(e, UncheckedIOException.class);
      throw file == null ? new IOException(e.getCause()) : file.getCause();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static void require(Path folder, TableFile file, Configuration conf) {
    Path path = new Path(folder, file.path());
    long rows;
    try (ParquetFileReader reader = ParquetFiles.open(path, conf)) {
      rows = reader.getRecordCount();
    } catch (IOException | RuntimeException e) {
      throw new UncheckedIOException(
          new IOException("after the commit " + path + " cannot be read: " + e.getMessage(), e));
    }
    if (rows != file.rows()) {
      throw new UncheckedIOException(
          new IOException(
              "after the commit "
                  + path
                  + " has "
                  + rows
                  + " rows, but its task has written "
                  + file.rows()));
    }
  }
}
