package io.corpusattention.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.FinishedRun;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.RootCause;
import io.corpusattention.corpus.files.RunLayout;
import io.corpusattention.table.run.JsonBytes;
import io.corpusattention.table.run.RunFolder;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Passes the outcome of a job whose driver runs on a cluster to the script that waits for it
 * elsewhere. Spark's client does not pass on the exit code of the driver. The driver of a failed
 * run therefore writes the outcome to {@code OUTPUT/_running/SUBMISSION.outcome}, and a successful
 * run has the id of the submission in its run.json. The script reads the outcome with {@code
 * outcome SUBMISSION JOB [OPTION...]}.
 */
final class Submission {
  /** The subcommand with which the script reads the outcome. It is not meant for users. */
  static final String ASK = "outcome";

  private static final Logger LOG = LoggerFactory.getLogger(Submission.class);
  private static final int UNKNOWN = 3;

  private Submission() {}

  /** Writes the outcome of a failed job, if a script waits for it. */
  static void leave(CommandLine job, int exitCode, String line) {
    String id = System.getProperty(RunFolder.SUBMISSION);
    OptionSpec output = job.getCommandSpec().findOption("--output");
    if (id == null || output == null || output.getValue() == null) {
      return;
    }
    try {
      Path file = file(output.getValue(), id);
      FileSystem fileSystem = file.getFileSystem(HadoopPaths.conf());
      try (OutputStream out = fileSystem.create(file, true)) {
        out.write(JsonBytes.bytes(Map.of("exit_code", exitCode, "error", line)));
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("No word of this failure could be left in the output: {}", RootCause.of(e));
    }
  }

  /**
   * Prints the error of a job that failed, and returns the exit code of the job.
   *
   * @param id the id of the submission
   * @param job the command line of the job, parsed
   * @return the exit code of the job; 0 if its run is complete, 3 if the outcome is unknown
   */
  static int ask(String id, CommandLine job, PrintWriter err) {
    OptionSpec option = job.getCommandSpec().findOption("--output");
    String output = option == null ? null : option.getValue();
    if (output == null) {
      err.println("error: " + job.getCommandName() + " has no output that could be asked");
      return UNKNOWN;
    }
    try {
      Path folder = HadoopPaths.path(Setting.OUTPUT, output);
      FileSystem fileSystem = folder.getFileSystem(HadoopPaths.conf());
      if (isFinished(id, folder, fileSystem)) {
        return 0;
      }
      Path file = file(output, id);
      if (fileSystem.exists(file)) {
        JsonNode outcome;
        try (InputStream in = fileSystem.open(file)) {
          outcome = new ObjectMapper().readTree(in);
        }
        fileSystem.delete(file, false);
        RunFolder.removeEmpty(fileSystem, folder);
        err.println(outcome.path("error").asText());
        return outcome.path("exit_code").asInt(UNKNOWN);
      }
    } catch (IOException | RuntimeException e) {
      err.println("error: --output " + output + ": cannot be asked: " + RootCause.of(e));
      return UNKNOWN;
    }
    err.println(
        "error: --output "
            + output
            + ": the driver left neither a finished run nor an error there; see its log on the cluster");
    return UNKNOWN;
  }

  private static boolean isFinished(String id, Path folder, FileSystem fileSystem)
      throws IOException {
    boolean finished =
        fileSystem.exists(new Path(folder, RunLayout.SUCCESS))
            || FinishedRun.complete(fileSystem, folder).isPresent();
    return finished
        && FinishedRun.open(Setting.OUTPUT.of(folder), "the job", folder, HadoopPaths.conf())
            .manifest()
            .path("submission")
            .asText()
            .equals(id);
  }

  private static Path file(String output, String id) {
    return new Path(new Path(output, RunLayout.RUNNING), id + ".outcome");
  }
}
