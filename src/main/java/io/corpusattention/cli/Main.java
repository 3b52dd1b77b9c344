package io.corpusattention.cli;

import io.corpusattention.cli.console.StandardError;
import io.corpusattention.cli.help.GroupedHelp;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of the jar: one subcommand for each job. */
@Command(
    name = "corpus-attention",
    description = "Self-attention over a whole corpus, on Apache Spark.",
    synopsisSubcommandLabel = "JOB",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    subcommands = {
      EmbedCommand.class,
      AttendCommand.class,
      AnalyzeCommand.class,
      SummarizeCommand.class,
      ReportCommand.class,
      TrainCommand.class,
      ModelCommand.class,
      BenchmarkCommand.class,
      CompletionCommand.class
    })
public final class Main {
  private static final int LAST_JAVA = 21;

  private Main() {}

  /** Runs one job. Ends the process if the job fails. */
  public static void main(String[] args) {
    PrintWriter err = utf8(FileDescriptor.err);
    int exitCode =
        isJavaFit(Runtime.version(), err)
            ? run(args, utf8(FileDescriptor.out), err)
            : CommandLine.ExitCode.USAGE;
    StandardError.end(err);
    // After success, the process ends by itself: some cluster managers treat an exit as a failure.
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  /** Runs one job and returns the exit code. */
  public static int run(String[] args, PrintWriter out, PrintWriter err) {
    CommandLine commandLine = commandLine();
    commandLine.setOut(out);
    commandLine.setErr(err);
    boolean asks = args.length > 2 && args[0].equals(Submission.ASK);
    String[] jobArgs = asks ? Arrays.copyOfRange(args, 2, args.length) : args;
    try {
      ConfigFile.apply(commandLine, jobArgs);
      if (asks) {
        CommandLine job = commandLine.parseArgs(jobArgs).subcommand().commandSpec().commandLine();
        return Submission.ask(args[1], job, err);
      }
    } catch (CommandLine.ParameterException e) {
      return Failures.badArguments(e, jobArgs);
    } catch (RuntimeException e) {
      return Failures.report(e, err, false);
    }
    return args.length == 0 ? usage(commandLine, err) : commandLine.execute(args);
  }

  /** Returns the command line with all jobs and their options. */
  static CommandLine commandLine() {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setUsageHelpAutoWidth(true);
    commandLine.setUsageHelpLongOptionsMaxWidth(24);
    commandLine.setParameterExceptionHandler(Failures::badArguments);
    commandLine.setExecutionExceptionHandler(Failures::failed);
    Converters.register(commandLine);
    GroupedHelp.register(commandLine);
    return commandLine;
  }

  /**
   * Returns whether Spark runs on this version of Java, and prints an error if not. Spark runs on
   * Java 17 and 21. On later versions, its errors do not name the cause.
   */
  static boolean isJavaFit(Runtime.Version version, PrintWriter err) {
    boolean fit = version.feature() <= LAST_JAVA;
    if (!fit) {
      err.println(
          "error: "
              + System.getProperty("java.home")
              + " is Java "
              + version.feature()
              + ", and this needs Java 17 or 21; set JAVA_HOME to one");
    }
    return fit;
  }

  private static int usage(CommandLine commandLine, PrintWriter err) {
    commandLine.usage(err);
    return CommandLine.ExitCode.USAGE;
  }

  private static PrintWriter utf8(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
