package io.corpusattention.job.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.apache.spark.launcher.JavaModuleOptions;

/**
 * The processes that a test starts, with the Spark that the build puts into target/spark. Their
 * output goes to files. {@link #close} ends all of them.
 */
public final class ChildProcesses implements AutoCloseable {
  /** The maximum time for a process on the busiest machine. A successful process takes seconds. */
  public static final Duration PATIENCE = Duration.ofMinutes(15);

  private static final Path PROJECT = Path.of("").toAbsolutePath();

  private final Path folder;
  private final List<Child> children = new ArrayList<>();

  /**
   * @param folder the folder for output and for everything that Spark stores on local disks
   */
  public ChildProcesses(Path folder) {
    this.folder = folder;
  }

  /** A process. Its name is also the name of its output files. */
  public record Child(String name, Process process, Path out, Path err) {
    /** Waits for the process to end and returns its exit code. */
    public int exitCode() {
      until("its end", () -> !process.isAlive());
      return process.exitValue();
    }

    String stdout() {
      return text(out);
    }

    String stderr() {
      return text(err);
    }

    /** Returns the text that a failed assertion shows. */
    public String transcript() {
      return name
          + (process.isAlive() ? ", still running" : ", exit code " + process.exitValue())
          + "\n--- stdout ---\n"
          + text(out)
          + "\n--- stderr ---\n"
          + text(err);
    }

    /**
     * Polls until the condition holds, because nothing notifies a test of another process's
     * progress.
     */
    void until(String what, BooleanSupplier condition) {
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (!condition.getAsBoolean()) {
        // Check again after the process has ended: it may have met the condition just before.
        if (!process.isAlive() && !condition.getAsBoolean()) {
          throw new AssertionError("ended before " + what + ": " + transcript());
        }
        if (System.nanoTime() > deadline) {
          throw new AssertionError("timed out waiting for " + what + ": " + transcript());
        }
        pause();
      }
    }

    /** Kills the process with SIGKILL, so that no shutdown hook runs and nothing is cleaned up. */
    void kill() {
      process.destroyForcibly();
      exitCode();
    }

    private static void pause() {
      try {
        TimeUnit.MILLISECONDS.sleep(5);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    private static String text(Path file) {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /**
   * Starts jobs/attend.
   *
   * @param sparkOptions options for spark-submit; none may contain a space
   */
  Child attend(String name, List<String> sparkOptions, List<String> options) throws IOException {
    return job("attend", name, sparkOptions, options);
  }

  /** Starts a job with its script. */
  Child job(String job, String name, List<String> sparkOptions, List<String> options)
      throws IOException {
    // If the tests run in the background, they ignore SIGINT, and child processes inherit this.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.add(PROJECT.resolve("jobs").resolve(job).toString());
    command.addAll(options);
    return start(name, command, Map.of("SPARK_SUBMIT_ARGS", String.join(" ", sparkOptions)));
  }

  /** Starts one of Spark's own services. */
  Child daemon(String name, Class<?> main, String... arguments) throws IOException {
    Path spark = PROJECT.resolve("target/spark");
    Path conf = Files.createDirectories(folder.resolve("conf")); // empty, for Spark's own logging
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    command.add("-Xmx256m");
    command.add("-Dspark.master.rest.enabled=false"); // one port less
    command.add("-cp");
    command.add(conf + File.pathSeparator + spark.resolve("jars").resolve("*"));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return start(
        name,
        command,
        Map.of(
            "SPARK_HOME",
            spark.toString(),
            "SPARK_CONF_DIR",
            conf.toString(),
            "SPARK_LOCAL_IP",
            "127.0.0.1",
            "SPARK_SCALA_VERSION",
            "2.13"));
  }

  /** Starts another Java process with the class path of the tests. */
  public Child java(String name, Class<?> main, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    command.addAll(List.of("-Xmx1g", "-cp", System.getProperty("java.class.path")));
    command.add(main.getName());
    command.addAll(List.of(arguments));
    return start(name, command, Map.of());
  }

  /** Starts a Java process with the jars in a folder. */
  Child java(String name, Path jars, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-cp", jars.resolve("*").toString()));
    command.addAll(List.of(arguments));
    return start(name, command, Map.of());
  }

  /** Starts any program. */
  Child program(String name, String... command) throws IOException {
    return start(name, List.of(command), Map.of());
  }

  private Child start(String name, List<String> command, Map<String, String> environment)
      throws IOException {
    Files.createDirectories(folder);
    Path out = folder.resolve(name + ".out");
    Path err = folder.resolve(name + ".err");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(PROJECT.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    // The environment may point to another Spark than the one under test.
    builder.environment().keySet().removeIf(variable -> variable.startsWith("SPARK_"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("SPARK_LOCAL_DIRS", folder.resolve("local").toString());
    builder.environment().putAll(environment);
    Child child = new Child(name, builder.start(), out, err);
    children.add(child);
    return child;
  }

  /** Returns the executors that these processes started. */
  List<ProcessHandle> executors() {
    return children.stream()
        .flatMap(child -> child.process().descendants())
        .filter(
            handle ->
                handle.info().commandLine().orElse("").contains("CoarseGrainedExecutorBackend"))
        .toList();
  }

  @Override
  public void close() {
    for (Child child : children) {
      // List the descendants first. After the parent has ended, they can no longer be found.
      List<ProcessHandle> family =
          Stream.concat(Stream.of(child.process().toHandle()), child.process().descendants())
              .toList();
      family.forEach(ProcessHandle::destroyForcibly);
      assertThat(family)
          .allSatisfy(handle -> handle.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }
    children.clear();
  }
}
