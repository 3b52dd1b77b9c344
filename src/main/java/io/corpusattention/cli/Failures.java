package io.corpusattention.cli;

import io.corpusattention.attention.BadSettingException;
import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * What a person reads when something goes wrong: one line for a mistake of theirs, a stack trace
 * for one of ours.
 */
final class Failures {
  private static final int USER = 2;
  private static final int OURS = 1;

  private Failures() {}

  /** Arguments that cannot be parsed. */
  static int badArguments(ParameterException e, String[] args) {
    PrintWriter err = e.getCommandLine().getErr();
    StringBuilder line = new StringBuilder("error: ").append(oneLine(e.getMessage()));
    if (e instanceof UnmatchedArgumentException unmatched) {
      var suggestions = unmatched.getSuggestions();
      if (!suggestions.isEmpty()) {
        line.append("; did you mean ").append(suggestions.get(0)).append('?');
      }
    }
    err.println(line.append(" (--help lists all options)"));
    return USER;
  }

  /** A job that ended with an exception. */
  static int failed(Exception e, CommandLine commandLine, ParseResult arguments) {
    OptionSpec option = commandLine.getCommandSpec().findOption("--verbose");
    boolean verbose = option != null && Boolean.TRUE.equals(option.getValue());
    return report(e, commandLine.getErr(), verbose);
  }

  static int report(Exception e, PrintWriter err, boolean verbose) {
    if (e instanceof BadSettingException bad) {
      err.println("error: " + oneLine(spelled(bad)));
      if (verbose) {
        e.printStackTrace(err);
      }
      return USER;
    }
    e.printStackTrace(err);
    return OURS;
  }

  /** The message with its settings as options. */
  static String spelled(BadSettingException bad) {
    return bad.spelled(setting -> "--" + setting.id());
  }

  private static String oneLine(String message) {
    return String.valueOf(message).replaceAll("\\s*\\R\\s*", " ").strip();
  }
}
