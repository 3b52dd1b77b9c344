package io.corpusattention.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
      BenchmarkCommand.class
    })
public final class Main {
  private Main() {}

  /** Runs one job and ends the process where it failed. */
  public static void main(String[] args) {
    int exitCode = run(args, utf8(FileDescriptor.out), utf8(FileDescriptor.err));
    // A process that went well ends by itself: some cluster managers take an exit for a failure.
    if (exitCode != 0) {
      System.exit(exitCode);
    }
  }

  /** Runs one job; the exit code tells how it went. */
  public static int run(String[] args, PrintWriter out, PrintWriter err) {
    CommandLine commandLine = new CommandLine(new Main());
    commandLine.setOut(out);
    commandLine.setErr(err);
    commandLine.setUsageHelpAutoWidth(true);
    commandLine.setUsageHelpLongOptionsMaxWidth(30);
    commandLine.setParameterExceptionHandler(Failures::badArguments);
    commandLine.setExecutionExceptionHandler(Failures::failed);
    Converters.register(commandLine);
    try {
      ConfigFile.apply(commandLine, args);
    } catch (RuntimeException e) {
      return Failures.report(e, err, false);
    }
    return args.length == 0 ? usage(commandLine, err) : commandLine.execute(args);
  }

  private static int usage(CommandLine commandLine, PrintWriter err) {
    commandLine.usage(err);
    return CommandLine.ExitCode.USAGE;
  }

  private static PrintWriter utf8(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }
}
