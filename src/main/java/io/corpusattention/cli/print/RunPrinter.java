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
import org.apache.commons.text.WordUtils;
import picocli.CommandLine.Model.CommandSpec;

/** Prints the parts of the results that several jobs share. */
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

  /**
   * Warns if the table has no rows. {@code records} is a plural noun for the records of the input.
   */
  void warnOfEmptyTable(Counts counts, String records) {
    if (counts.written() == 0) {
      warn(
          (counts.read() == 0
                  ? "the input has no " + records
                  : "all " + counts.read() + " " + records + " were rejected")
              + "; the table is empty");
    }
  }

  /** Prints a line of the summary. */
  public void line(String label, String text) {
    out.printf("%-" + LABEL_WIDTH + "s%s%n", label, text);
  }

  /** Prints a line of the summary with formatted figures. */
  public void line(String label, String format, Object... figures) {
    line(label, String.format(Locale.ROOT, format, figures));
  }

  /** Prints the size of the input. Prints nothing if the input does not consist of files. */
  void input(InputFiles input) {
    if (!input.paths().isEmpty()) {
      line("Input", shown(input));
    }
  }

  static String shown(InputFiles input) {
    return counted(input.paths().size(), "file") + ", " + bytes((double) input.bytes());
  }

  /** Returns a number with its noun, such as "1 file" or "2 files". */
  public static String counted(long count, String noun) {
    return String.format(Locale.ROOT, "%,d %s%s", count, noun, count == 1 ? "" : "s");
  }

  /** Formats a number of bytes in a suitable unit. */
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

  /** Prints an empty line and a heading with a sentence, wrapped between words. */
  void heading(String text) {
    out.println();
    out.println(WordUtils.wrap(text, WIDTH - 2, System.lineSeparator() + "  ", false));
  }

  /** Prints the numbers of sentences, then {@code more}, made with {@link #more}. */
  void sentences(Counts counts, String more) {
    line(
        "Sentences",
        "%,d read, %,d written, %,d rejected%s",
        counts.read(),
        counts.written(),
        counts.rejected(),
        more);
  }

  /** Returns the number of empty lines for {@link #sentences}, or an empty string if it is 0. */
  static String emptyLines(long count) {
    return count == 0 ? "" : "; " + counted(count, "empty line");
  }

  /** Returns another number for {@link #sentences}, or an empty string if the number is 0. */
  static String more(long count, String what) {
    return count == 0 ? "" : String.format(Locale.ROOT, "; %,d %s", count, what);
  }

  /**
   * Prints how long the user waited and how much of that time the run took.
   *
   * @param seconds the time of the run, without the start of the JVM and Spark
   */
  public void time(double seconds) {
    line("Time", "%.1f s, %.1f s of it work", ElapsedTime.seconds(), seconds);
  }

  /** Prints the time with the rate of the run in tokens per second. */
  public void time(double seconds, long tokens) {
    line(
        "Time",
        "%.1f s, %.1f s of it work, %,.0f tokens/s",
        ElapsedTime.seconds(),
        seconds,
        tokens / seconds);
  }

  /** Prints a command that the user may want to run next. */
  void next(NextStep command) {
    String label = "Next";
    for (String text : command.lines(WIDTH - LABEL_WIDTH)) {
      line(label, text);
      label = "";
    }
  }

  /** Prints that the weights are random. Prints nothing if {@code weights} is null. */
  void randomWeights(String weights) {
    if (weights != null) {
      line("Weights", random(weights));
    }
  }

  static String random(String weights) {
    return "random (" + weights + "), not trained";
  }

  /**
   * Prints where the positions come from that the weights were trained with. Prints nothing if
   * there are none.
   */
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

  /** Prints where rejected records are, and why. Prints nothing if no record was rejected. */
  void rejected(Counts counts, String output) {
    if (counts.rejected() > 0) {
      String reasons =
          counts.reasons().entrySet().stream()
              .map(entry -> entry.getValue() + " " + entry.getKey().label())
              .collect(Collectors.joining(", "));
      line("Rejected", child(output, RunLayout.REJECTED) + " (" + reasons + ")");
    }
  }

  /** Prints the settings and the table of a dry run. */
  void plan(Map<String, ?> options, Map<String, ?> columns) {
    out.println("Options in force");
    entries(options);
    columns("Columns of the table", columns);
  }

  /** Prints the columns of a table. */
  void columns(String title, Map<String, ?> columns) {
    out.println(title);
    entries(columns);
  }

  private void entries(Map<String, ?> entries) {
    entries.forEach((name, value) -> out.printf("  %-18s %s%n", name, value == null ? "-" : value));
  }

  /** Returns a token for a terminal: on one line, without control characters, not too long. */
  static String shown(String token) {
    return shown(token, MAX_TOKEN);
  }

  /** Returns text for a terminal, cut to this number of characters. */
  static String shown(String text, int length) {
    String clean = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?");
    return clean.codePointCount(0, clean.length()) <= length
        ? clean
        : clean.substring(0, clean.offsetByCodePoints(0, length)) + "...";
  }

  /** Returns the path of a folder or file in a folder that the user has named. */
  static String child(String folder, String name) {
    return folder.endsWith("/") ? folder + name : folder + "/" + name;
  }
}
