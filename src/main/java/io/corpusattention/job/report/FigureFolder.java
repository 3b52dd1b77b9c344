package io.corpusattention.job.report;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.OutsideFailure;
import io.corpusattention.report.figure.Figures;
import io.corpusattention.table.run.WriteMode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The folder that report writes figures to, on any file system. It contains only figures. A folder
 * with anything else is refused, so that nobody else's files are ever deleted.
 */
record FigureFolder(String location, Path path, WriteMode mode, FileSystem fileSystem) {
  /**
   * Checks the folder. Changes nothing.
   *
   * @param page the page that report also writes
   * @param tables the files that are read
   * @throws BadSettingException if the folder must not be written to
   */
  static FigureFolder open(
      String location, WriteMode mode, PageFile page, List<Path> tables, Configuration conf) {
    Path path = HadoopPaths.path(Setting.FIGURES, location);
    FileSystem fileSystem = HadoopPaths.fileSystem(Setting.FIGURES, path, conf);
    FigureFolder folder = new FigureFolder(location, path, mode, fileSystem);
    Given given = Setting.FIGURES.of(location);
    try {
      PageFile.requireOutside(given, path, tables, conf);
      Path canonical = HadoopPaths.canonical(path, conf);
      if (HadoopPaths.isWithin(HadoopPaths.canonical(page.path(), conf), canonical)) {
        throw given.bad(
            "is for figures alone, and ",
            Setting.OUTPUT.of(page.location()),
            " would lie in it; choose another folder");
      }
      folder.requireOwn();
      return folder;
    } catch (IOException e) {
      throw OutsideFailure.or(e, given, "cannot be used");
    }
  }

  /**
   * Writes figures. Deletes figures of an earlier run that are not among them.
   *
   * @param figures the contents of the files by name
   */
  void write(Map<String, String> figures) {
    try {
      List<Path> old = requireOwn(); // another run may have written meanwhile
      fileSystem.mkdirs(path);
      for (Map.Entry<String, String> figure : figures.entrySet()) {
        Path file = new Path(path, figure.getKey());
        byte[] content = figure.getValue().getBytes(StandardCharsets.UTF_8);
        WholeFile.write(fileSystem, file, content, () -> requireOwn(file));
      }
      for (Path file : old) {
        if (!figures.containsKey(file.getName())) {
          fileSystem.delete(file, false);
        }
      }
    } catch (IOException e) {
      throw OutsideFailure.or(e, Setting.FIGURES.of(location), "cannot be written");
    }
  }

  /** Returns the files in the folder, after checking that each is a figure that may be replaced. */
  private List<Path> requireOwn() throws IOException {
    List<Path> files = new ArrayList<>();
    FileStatus[] found;
    try {
      if (!fileSystem.getFileStatus(path).isDirectory()) {
        throw Setting.FIGURES.of(location).bad("is a file; name a folder");
      }
      found = fileSystem.listStatus(path);
    } catch (FileNotFoundException e) {
      return files;
    }
    for (FileStatus file : found) {
      if (!file.isDirectory()) {
        requireOwn(file.getPath());
        files.add(file.getPath());
      } else {
        throw holds(file.getPath());
      }
    }
    return files;
  }

  private void requireOwn(Path file) throws IOException {
    if (!fileSystem.exists(file)) {
      return;
    }
    if (!isOwn(file)) {
      throw holds(file);
    }
    if (mode == WriteMode.ERROR) {
      throw Setting.FIGURES
          .of(location)
          .bad(
              "has figures already; use ",
              Setting.MODE,
              " overwrite to replace them, or choose another folder");
    }
  }

  private BadSettingException holds(Path file) {
    return Setting.FIGURES
        .of(location)
        .bad(
            "holds "
                + file.getName()
                + ", which is no figure of jobs/report; choose a new or empty folder");
  }

  /** Returns whether report wrote the file, completely or up to the point where the run died. */
  private boolean isOwn(Path file) throws IOException {
    String name = file.getName();
    boolean pending = name.endsWith(WholeFile.PENDING);
    int end = name.length() - (pending ? WholeFile.PENDING.length() : 0);
    if (!Figures.isName(name.substring(0, end))) {
      return false;
    }
    try (InputStream in = fileSystem.open(file)) {
      byte[] start = in.readNBytes(Figures.START.length());
      String found = new String(start, StandardCharsets.UTF_8);
      return pending ? Figures.START.startsWith(found) : Figures.START.equals(found);
    }
  }
}
