package io.corpusattention.cli;

import java.io.PrintWriter;
import java.util.Map;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints the script with which bash and zsh complete the options of the jobs. */
@Command(
    name = CompletionCommand.NAME,
    customSynopsis = ". <(jobs/completion)%n",
    description =
        "Prints a script for bash and zsh that completes the options of all jobs. Source it in the"
            + " shell, or in its startup file.",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class)
final class CompletionCommand implements Runnable {
  static final String NAME = "completion";

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    for (Map.Entry<String, CommandLine> job : Main.commandLine().getSubcommands().entrySet()) {
      if (!job.getKey().equals(NAME)) {
        out.println(AutoComplete.bash(job.getKey(), job.getValue()));
      }
    }
    out.flush();
  }
}
