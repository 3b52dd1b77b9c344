package io.corpusattention.cli;

import io.corpusattention.job.run.ChildProcesses;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A job that runs as a user runs it: its script in a separate process. */
public record JobProcess(int exitCode, String out, String err) {
  public static final Path ROOT = Path.of(System.getProperty("basedir", "")).toAbsolutePath();

  /** Runs jobs/attend in a folder, with variables added to its environment. */
  public static JobProcess attend(Path folder, Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    return run("attend", folder, environment, options);
  }

  /** Runs a job's script in a folder, with variables added to its environment. */
  public static JobProcess run(
      String job, Path folder, Map<String, String> environment, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ROOT.resolve("jobs").resolve(job).toString());
    command.addAll(List.of(options));
    Path out = Files.createTempFile(job, ".out");
    Path err = Files.createTempFile(job, ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().remove("SPARK_HOME");
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      if (!process.waitFor(ChildProcesses.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        throw new AssertionError("the job did not end in time: " + Files.readString(err));
      }
      return new JobProcess(process.exitValue(), Files.readString(out), Files.readString(err));
    } finally {
      process.destroyForcibly();
      Files.delete(out);
      Files.delete(err);
    }
  }

  /** Returns the lines of the error stream without log lines. */
  public List<String> errorLines() {
    return err.lines()
        .filter(line -> !line.matches("\\d\\d:\\d\\d:\\d\\d (INFO|WARN) .*"))
        .toList();
  }
}
