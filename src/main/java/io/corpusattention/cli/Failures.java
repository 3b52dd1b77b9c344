package io.corpusattention.cli;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.corpus.files.OutsideFailure;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.Optional;
import org.apache.commons.text.similarity.LevenshteinDistance;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Reports failures to the user and chooses the exit code: one line for a mistake of the user or a
 * failure of the disk, network or cluster, and a stack trace for a bug.
 */
final class Failures {
  private static final int USER = 2;
  private static final int SURROUNDINGS = 3;
  private static final int OURS = 1;

  private Failures() {}

  /** Reports arguments that cannot be parsed. Returns the exit code. */
  static int badArguments(ParameterException e, String[] args) {
    PrintWriter err = e.getCommandLine().getErr();
    String message =
        e instanceof UnmatchedArgumentException unmatched ? unknown(unmatched) : plain(e);
    err.println("error: " + oneLine(message) + " (--help lists all options)");
    return USER;
  }

  /** Returns the message without Java's names of types, and with an option named once. */
  private static String plain(ParameterException e) {
    return e.getMessage()
        .replaceFirst("^Invalid value for option '(--[a-z-]+)': (?=\\1 )", "")
        .replaceFirst("is not an? (int|long)$", "is not a whole number")
        .replaceFirst("is not a (float|double)$", "is not a number");
  }

  /** Names the first unknown argument. What follows an unknown option may be its value. */
  private static String unknown(UnmatchedArgumentException unmatched) {
    String given = unmatched.getUnmatched().get(0);
    if (!given.startsWith("-")) {
      boolean job = unmatched.getCommandLine().getParent() != null;
      return (job ? "unexpected argument: " : "no such job: ")
          + given
          + (job ? "; each value follows an option, such as --input" : "");
    }
    return "unknown option: "
        + given
        + nearest(unmatched).map(option -> "; did you mean " + option + "?").orElse("");
  }

  /** Returns the option whose spelling is closest to an unknown option. */
  private static Optional<String> nearest(UnmatchedArgumentException unmatched) {
    String given = unmatched.getUnmatched().get(0);
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return unmatched.getSuggestions().stream()
        .min(Comparator.comparingInt(option -> distance.apply(given, option)));
  }

  /** Reports a job that ended with an exception. Returns the exit code. */
  static int failed(Exception e, CommandLine commandLine, ParseResult arguments) {
    OptionSpec option = commandLine.getCommandSpec().findOption("--verbose");
    boolean verbose = option != null && Boolean.TRUE.equals(option.getValue());
    int exitCode = report(e, commandLine.getErr(), verbose);
    Submission.leave(commandLine, exitCode, line(e));
    return exitCode;
  }

  static int report(Exception e, PrintWriter err, boolean verbose) {
    int exitCode = exitCode(e);
    if (exitCode != OURS) {
      err.println(line(e));
    }
    if (exitCode == OURS || verbose) {
      e.printStackTrace(err);
    }
    return exitCode;
  }

  private static int exitCode(Exception e) {
    return e instanceof BadSettingException
        ? USER
        : OutsideFailure.in(e).isPresent() ? SURROUNDINGS : OURS;
  }

  private static String line(Exception e) {
    String message =
        e instanceof BadSettingException bad
            ? spelled(bad)
            : OutsideFailure.in(e).map(Throwable::getMessage).orElse(e.toString());
    return "error: " + oneLine(message);
  }

  /** Returns the message with its settings spelled as options. */
  static String spelled(BadSettingException bad) {
    return bad.spelled(setting -> "--" + setting.id());
  }

  private static String oneLine(String message) {
    return String.valueOf(message).replaceAll("\\s*\\R\\s*", " ").strip();
  }
}
