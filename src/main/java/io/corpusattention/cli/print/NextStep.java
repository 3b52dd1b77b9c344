package io.corpusattention.cli.print;

import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.corpus.text.TextCorpus;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A command that the user may want to run next, ready to paste into a shell. */
final class NextStep {
  /** Formats that jobs recognize without {@code --input-format}. */
  private static final Set<String> UNNAMED = Set.of(CorpusSource.Paths.PARQUET, TextCorpus.BY_NAME);

  private final List<String> parts = new ArrayList<>(); // the job, then each option with its value

  private NextStep(String job) {
    parts.add("jobs/" + job);
  }

  /** Returns a command without options. */
  static NextStep of(String job) {
    return new NextStep(job);
  }

  /** Adds an option with its value. */
  NextStep with(String option, Object value) {
    parts.add("--" + option + " " + quoted(value.toString()));
    return this;
  }

  /** Adds an option with its value, unless that is null. */
  NextStep withIf(String option, Object value) {
    return value == null ? this : with(option, value);
  }

  /** Adds an input of files. */
  NextStep input(List<String> paths) {
    return with("input", String.join(",", paths));
  }

  /** Adds an input of files or of a table. */
  NextStep input(CorpusSource source) {
    if (source instanceof CorpusSource.Table table) {
      return with("input-table", table.name());
    }
    CorpusSource.Paths files = (CorpusSource.Paths) source;
    input(files.paths());
    return UNNAMED.contains(files.format()) ? this : with("input-format", files.format());
  }

  /** Adds an output with this name in the parent of a folder. */
  NextStep outputBeside(String folder, String name) {
    String clean = folder.replaceAll("(?<=[^/:])/+$", "");
    return with("output", clean.substring(0, clean.lastIndexOf('/') + 1) + name);
  }

  @Override
  public String toString() {
    return String.join(" ", parts);
  }

  /**
   * Returns the command in lines of at most {@code width} characters, if its options allow that.
   */
  List<String> lines(int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String part : parts) {
      if (line.length() > 0 && line.length() + part.length() + 3 > width) {
        lines.add(line + " \\");
        line.setLength(0);
      }
      line.append(line.length() > 0 ? " " : lines.isEmpty() ? "" : "  ").append(part);
    }
    lines.add(line.toString());
    return lines;
  }

  /** Returns a word quoted for a shell, if necessary. */
  private static String quoted(String word) {
    return word.matches("[\\w@%+=:,./~-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
