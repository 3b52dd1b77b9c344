package io.corpusattention.job.report;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.OutsideFailure;
import io.corpusattention.corpus.files.RunLayout;
import io.corpusattention.report.ReportPage;
import io.corpusattention.table.run.WriteMode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The HTML file that report writes, on any file system. The file is complete, or there is none.
 *
 * <p>It replaces only another page.
 */
record PageFile(String location, Path path, WriteMode mode, FileSystem fileSystem) {
  private static final byte[] PAGE = ReportPage.START.getBytes(StandardCharsets.US_ASCII);

  /** Folders with these names contain only a table. */
  private static final Set<String> TABLES =
      Set.of(RunLayout.ATTENTION, RunLayout.CURVE, RunLayout.SUMMARIES);

  /**
   * Checks the place of the file. Changes nothing.
   *
   * @param tables the files that are read; the folder of a table must contain nothing else
   * @throws BadSettingException if the file must not be written
   */
  static PageFile open(String location, WriteMode mode, List<Path> tables, Configuration conf) {
    Path path = HadoopPaths.path(Setting.OUTPUT, location);
    FileSystem fileSystem = HadoopPaths.fileSystem(Setting.OUTPUT, path, conf);
    PageFile file = new PageFile(location, path, mode, fileSystem);
    try {
      requireOutside(Setting.OUTPUT.of(location), path, tables, conf);
      file.refuseOccupied();
      return file;
    } catch (IOException e) {
      throw OutsideFailure.or(e, Setting.OUTPUT.of(location), "cannot be used");
    }
  }

  /**
   * Refuses a path among the files of a table.
   *
   * @param given the option that names the path
   */
  static void requireOutside(Given given, Path path, List<Path> tables, Configuration conf)
      throws IOException {
    Path canonical = HadoopPaths.canonical(path, conf);
    for (Path table : tables) {
      Path folder = HadoopPaths.canonical(table, conf).getParent();
      if (TABLES.contains(folder.getName()) && HadoopPaths.isWithin(canonical, folder)) {
        throw given.bad(
            "lies in the table's folder, which is for Parquet files alone; choose another place");
      }
    }
  }

  private void refuseOccupied() throws IOException {
    if (!fileSystem.exists(path)) {
      return;
    }
    Given what = Setting.OUTPUT.of(location);
    if (fileSystem.getFileStatus(path).isDirectory()) {
      throw what.bad("is a folder; name the file to write, such as report.html");
    }
    if (!isPage()) {
      throw what.bad("exists and is not a report; choose another name");
    }
    if (mode == WriteMode.ERROR) {
      throw what.bad(
          "already exists; use ", Setting.MODE, " overwrite to replace it, or choose another name");
    }
  }

  private boolean isPage() throws IOException {
    try (InputStream in = fileSystem.open(path)) {
      return Arrays.equals(in.readNBytes(PAGE.length), PAGE);
    }
  }

  /** Writes the file. */
  void write(byte[] content) {
    try {
      WholeFile.write(fileSystem, path, content, this::refuseOccupied);
    } catch (IOException e) {
      throw OutsideFailure.or(e, Setting.OUTPUT.of(location), "cannot be written");
    }
  }
}
