package io.corpusattention.cli;

import java.io.IOException;
import java.io.PrintWriter;
import org.apache.hadoop.fs.FSError;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options that every job has, and the Spark session that a job runs in. */
final class JobOptions {
  private static final String HEARTBEAT_TIMEOUT = "spark.storage.blockManagerHeartbeatTimeoutMs";

  /** The last paragraph of the help of most jobs. */
  static final String EXIT_CODES =
      "Exit codes: 0 success; 2 a wrong setting or a bad record; 3 the disk, the network or the"
          + " cluster failed, try again; 1 an error of the program.";

  static final String PATHS_AND_EXIT_CODES =
      "Paths can be on any file system that Hadoop supports. " + EXIT_CODES;

  /** The heading of the examples in the help of a job. */
  static final String EXAMPLES = "@|bold Examples|@";

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description =
          "A properties file with the names of these options. The command line overrides" + " it.")
  @SuppressWarnings("unused") // ConfigFile has already read it; this accepts and documents it
  private String config;

  @Option(names = "--verbose", description = "Log more, and print the stack trace of an error.")
  private boolean verbose;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** The part of a job that needs Spark. */
  @FunctionalInterface
  interface SparkWork {
    void run(SparkSession spark) throws IOException;
  }

  /** Runs a job in the active session or, if there is none, in a session that ends with the job. */
  void withSpark(String job, SparkWork work) throws IOException {
    withSpark(job, "its output folder holds what it held before", work);
  }

  /**
   * Runs a job in the same way, with its own message for a run that a signal stops.
   *
   * @param leaves what a run that a signal stopped leaves behind, as the end of a sentence
   */
  void withSpark(String job, String leaves, SparkWork work) throws IOException {
    if (verbose) {
      Configurator.setAllLevels("org.apache.spark", Level.INFO);
      Configurator.setLevel("io.corpusattention", Level.DEBUG);
    }
    boolean embedded = SparkSession.getActiveSession().isDefined();
    SparkSession spark =
        SparkSession.builder()
            .appName("Corpus Attention: " + job)
            // A cluster may be configured for Kryo, which cannot create records. The data that this
            // program sends consists of arrays.
            .config("spark.serializer", JavaSerializer.class.getName())
            .config(patience())
            .getOrCreate();
    if (embedded) {
      run(work, spark);
      return;
    }
    PrintWriter err = command.commandLine().getErr();
    try {
      try (StopBySignal signal = new StopBySignal(spark.sparkContext(), err, leaves)) {
        run(work, spark);
        signal.complete();
      }
    } finally {
      spark.stop();
    }
  }

  /** Runs the work. Turns Hadoop's Error for a failed local disk into an IOException. */
  private static void run(SparkWork work, SparkSession spark) throws IOException {
    try {
      work.run(spark);
    } catch (FSError e) {
      throw new IOException(e);
    }
  }

  /**
   * Returns a configuration with a long heartbeat timeout for local mode, where this process is the
   * only executor. If no heartbeat arrives for two minutes, the machine was suspended and the job
   * can continue, but by default Spark would end the process.
   */
  private static SparkConf patience() {
    SparkConf given = new SparkConf();
    SparkConf patience = new SparkConf(false);
    if (given.get("spark.master", "").startsWith("local") && !given.contains(HEARTBEAT_TIMEOUT)) {
      patience.set(HEARTBEAT_TIMEOUT, "30d");
    }
    return patience;
  }
}
