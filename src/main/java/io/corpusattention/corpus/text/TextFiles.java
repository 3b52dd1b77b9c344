package io.corpusattention.corpus.text;

import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.InputFiles;
import io.corpusattention.corpus.files.InputPaths;
import io.corpusattention.text.file.FileKind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.io.FilenameUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The files of a text input, ordered by path, and how they are split among tasks. */
record TextFiles(List<FileStatus> files, Configuration conf) {
  /** The cost of opening a file, in bytes that could be read in the same time. */
  private static final long OPEN_COST = 64L << 10;

  private static final String PARQUET = ".parquet";

  /** Extensions of files that are not lines of text, with the format to name for them. */
  private static final Map<String, String> FORMATS =
      Map.of(
          "csv", "csv",
          "json", "json",
          "jsonl", "json",
          "ndjson", "json",
          "orc", "orc",
          "avro", "avro",
          "conllu", TextCorpus.CONLLU);

  private static final String TSV = "tsv"; // Spark needs an option to read it

  /**
   * Lists the files that paths name: files, files in folders, and matches of globs. Skips files and
   * subfolders whose names begin with a dot or an underscore.
   */
  static TextFiles list(List<String> paths, Configuration conf) throws IOException {
    InputPaths.requireDistinctMatches(Setting.INPUT, paths, conf);
    List<FileStatus> files = new ArrayList<>();
    for (String path : paths) {
      for (Path match : HadoopPaths.matches(Setting.INPUT, path, conf)) {
        FileSystem fileSystem = match.getFileSystem(conf);
        FileStatus status = fileSystem.getFileStatus(match);
        if (status.isFile()) {
          files.add(status);
        } else {
          files.addAll(HadoopPaths.filesWithin(fileSystem, match));
        }
      }
    }
    files.sort(Comparator.comparing(file -> file.getPath().toString()));
    return new TextFiles(files, conf);
  }

  /** Returns whether the names of all files end in .parquet, so that they are not text. */
  boolean isParquet() {
    return !files.isEmpty() && files.stream().allMatch(file -> isParquet(file.getPath()));
  }

  private static boolean isParquet(Path file) {
    return file.getName().endsWith(PARQUET);
  }

  /**
   * Refuses files whose names show another format than text. Read as text, each line of a table,
   * even its header, would become a sentence.
   */
  void requireTextNames() {
    for (FileStatus file : files) {
      String name = file.getPath().getName();
      FileKind kind = FileKind.named(name);
      boolean compressed =
          kind.isCompressed() || TextLines.codec(kind, file.getPath(), conf) != null;
      String extension =
          FilenameUtils.getExtension(compressed ? FilenameUtils.getBaseName(name) : name)
              .toLowerCase(Locale.ROOT);
      Given given = Setting.INPUT.of(file.getPath());
      if (FORMATS.containsKey(extension)) {
        throw given.bad(
            "is not plain text, according to its name; add ",
            Setting.INPUT_FORMAT,
            " " + FORMATS.get(extension) + ", or ",
            Setting.INPUT_FORMAT,
            " text to read each line as a record");
      }
      if (extension.equals(TSV)) {
        throw given.bad(
            "is not plain text, according to its name; write the table as CSV or Parquet, or add ",
            Setting.INPUT_FORMAT,
            " text to read each line as a record");
      }
    }
  }

  /** Refuses an input without files, or with files that are not text. */
  void requireText(Given input) {
    if (files.isEmpty()) {
      throw input.bad("holds no files");
    }
    for (FileStatus file : files) {
      if (isParquet(file.getPath())) {
        throw Setting.INPUT
            .of(file.getPath())
            .bad(
                "is no text; give text and Parquet in runs of their own, or say ",
                Setting.INPUT_FORMAT,
                " parquet");
      }
      requireReadName(file);
    }
    // Each costs a read. A bad file further on is reported when it is opened.
    for (FileStatus file : InputFiles.lookedInto(files)) {
      new TextLines(name(file), 0, file.getLen(), conf).close();
    }
  }

  private void requireReadName(FileStatus file) {
    Given given = Setting.INPUT.of(file.getPath());
    FileKind kind = FileKind.named(file.getPath().getName());
    if (!kind.isText()
        && !kind.isCompressed()
        && kind != FileKind.BROTLI // .br may also mean Breton
        && TextLines.codec(kind, file.getPath(), conf) == null) {
      throw kind.refusal(given);
    }
    if (kind.isCompressed() && file.getLen() == 0) {
      throw given.bad("is empty, and so is not a compressed file; repair or leave out that file");
    }
  }

  private static String name(FileStatus file) {
    return file.getPath().toUri().toString();
  }

  /** Returns the same files. */
  InputFiles inputFiles() {
    return new InputFiles(
        files.stream().map(FileStatus::getPath).toList(),
        files.stream().mapToLong(FileStatus::getLen).sum());
  }

  /** Returns the parts of files for each task, in order. */
  List<List<TextSplit>> splits(int parallelism, TextCorpus.Load load) {
    // The first file of a task costs nothing, so that a single file is split evenly.
    long opened = OPEN_COST * Math.max(0, files.size() - 1);
    long total = opened + files.stream().mapToLong(FileStatus::getLen).sum();
    long even = total / Math.max(1, (long) parallelism * load.tasksPerCore) + 1;
    long size = Math.max(load.minSplit, Math.min(load.maxSplit, even));
    List<List<TextSplit>> tasks = new ArrayList<>();
    List<TextSplit> task = new ArrayList<>();
    long bytes = 0;
    for (FileStatus file : files) {
      FileKind kind = FileKind.named(file.getPath().getName());
      boolean whole = kind.isCompressed() || TextLines.codec(kind, file.getPath(), conf) != null;
      String name = name(file);
      for (long start = 0; start < file.getLen(); ) {
        long left = file.getLen() - start;
        long length = whole || left < size + size / 10 ? left : size;
        long opening = bytes == 0 ? 0 : OPEN_COST;
        if (bytes > 0 && bytes + opening + length > size) {
          tasks.add(task);
          task = new ArrayList<>();
          bytes = 0;
          opening = 0;
        }
        task.add(new TextSplit(name, start, length, file.getLen()));
        bytes += opening + length;
        start += length;
      }
    }
    if (!task.isEmpty()) {
      tasks.add(task);
    }
    return tasks;
  }
}
