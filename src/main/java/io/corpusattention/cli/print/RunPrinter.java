package io.corpusattention.cli.print;

import io.corpusattention.cli.console.ElapsedTime;
import io.corpusattention.corpus.files.InputFiles;
import io.corpusattention.corpus.files.RunLayout;
import io.corpusattention.job.run.Counts;
import io.corpusattention.job.run.Positions;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;

/** Shows a person what the runs of several jobs have in common. */
public record RunPrinter(PrintWriter out, PrintWriter err) {
  private static final int MAX_TOKEN = 30;

  private static final int WIDTH = 80; // of a terminal

  private static final int LABEL_WIDTH = 11;

  public static RunPrinter of(CommandSpec command) {
    return new RunPrinter(command.commandLine().getOut(), command.commandLine().getErr());
  }

  public void warn(String text) {
    err.println("warning: " + text);
  }

  /** Warns of a table without rows; {@code records} says what the input has. */
  void warnOfEmptyTable(Counts counts, String records) {
    if (counts.written() == 0) {
      warn(
          (counts.read() == 0
                  ? "the input has no " + records
                  : "all " + counts.read() + " " + records + " were rejected")
              + "; the table is empty");
    }
  }

  /** A line of the summary. */
  public void line(String label, String text) {
    out.printf("%-" + LABEL_WIDTH + "s%s%n", label, text);
  }

  /** The same with figures. */
  public void line(String label, String format, Object... figures) {
    line(label, String.format(Locale.ROOT, format, figures));
  }

  /** How much was read; nothing where the input is not of files. */
  void input(InputFiles input) {
    if (!input.paths().isEmpty()) {
      line("Input", shown(input));
    }
  }

  static String shown(InputFiles input) {
    int files = input.paths().size();
    return String.format(
        Locale.ROOT,
        "%,d %s, %s",
        files,
        files == 1 ? "file" : "files",
        bytes((double) input.bytes()));
  }

  /** A number of bytes in a unit that fits it. */
  static String bytes(double bytes) {
    String[] units = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    double value = bytes;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
  }

  /** How many sentences there were; {@code more} is what else happened to them. */
  void sentences(Counts counts, String more) {
    line(
        "Sentences",
        "%,d read, %,d written, %,d rejected%s",
        counts.read(),
        counts.written(),
        counts.rejected(),
        more);
  }

  /** What else happened to sentences, for {@link #sentences}; nothing where it happened to none. */
  static String more(long count, String what) {
    return count == 0 ? "" : String.format(Locale.ROOT, "; %,d %s", count, what);
  }

  /**
   * Says how long the user waited, and which part of that the run took.
   *
   * @param seconds of the run, without the start of the JVM and of Spark
   */
  public void time(double seconds) {
    line("Time", "%.1f s, %.1f s of it work", ElapsedTime.seconds(), seconds);
  }

  /** The same, with the rate of the work. */
  public void time(double seconds, long tokens) {
    line(
        "Time",
        "%.1f s, %.1f s of it work, %,.0f tokens/s",
        ElapsedTime.seconds(),
        seconds,
        tokens / seconds);
  }

  /** Proposes a command. */
  void next(NextStep command) {
    String label = "Next";
    for (String text : command.lines(WIDTH - LABEL_WIDTH)) {
      line(label, text);
      label = "";
    }
  }

  /** Says that weights are random; null where they are not. */
  void randomWeights(String weights) {
    if (weights != null) {
      line("Weights", random(weights));
    }
  }

  static String random(String weights) {
    return "random (" + weights + "), not trained";
  }

  /** Says where positions that the weights were trained with come from; else nothing. */
  void positions(Positions positions) {
    if (positions != Positions.NONE) {
      line("Positions", shown(positions));
    }
  }

  static String shown(Positions positions) {
    return positions == Positions.ADDED
        ? "sinusoidal, added to the embeddings as in training"
        : "sinusoidal, in the embeddings already";
  }

  /** Where the records are that were set aside, and why; nothing where there are none. */
  void rejected(Counts counts, String output) {
    if (counts.rejected() > 0) {
      String reasons =
          counts.reasons().entrySet().stream()
              .map(entry -> entry.getValue() + " " + entry.getKey().label())
              .collect(Collectors.joining(", "));
      line("Rejected", child(output, RunLayout.REJECTED) + " (" + reasons + ")");
    }
  }

  /** The settings and the table of a run that is not made. */
  void plan(Map<String, ?> options, Map<String, ?> columns) {
    out.println("Options in force");
    entries(options);
    columns("Columns of the table", columns);
  }

  /** The columns of a table. */
  void columns(String title, Map<String, ?> columns) {
    out.println(title);
    entries(columns);
  }

  private void entries(Map<String, ?> entries) {
    entries.forEach((name, value) -> out.printf("  %-18s %s%n", name, value == null ? "-" : value));
  }

  /** A token as a terminal may show it: on one line, without control characters, not too long. */
  static String shown(String token) {
    return shown(token, MAX_TOKEN);
  }

  /** The same for other text, of at most so many characters. */
  static String shown(String text, int length) {
    String clean = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?");
    return clean.codePointCount(0, clean.length()) <= length
        ? clean
        : clean.substring(0, clean.offsetByCodePoints(0, length)) + "...";
  }

  /** A folder's or file's path within a folder that the user has named. */
  static String child(String folder, String name) {
    return folder.endsWith("/") ? folder + name : folder + "/" + name;
  }
}
