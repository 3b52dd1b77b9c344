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

  /** How the help of most jobs ends. */
  static final String EXIT_CODES =
      "Exit codes: 0 success; 2 a setting or a record cannot work; 3 the disk, the network or the"
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
  @SuppressWarnings("unused") // ConfigFile reads it before; here it is accepted and explained
  private String config;

  @Option(names = "--verbose", description = "Log more, and print the stack trace of an error.")
  private boolean verbose;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** What a job does with Spark. */
  @FunctionalInterface
  interface SparkWork {
    void run(SparkSession spark) throws IOException;
  }

  /** Runs a job in the session that is there, or in one that ends with it. */
  void withSpark(String job, SparkWork work) throws IOException {
    withSpark(job, "its output folder holds what it held before", work);
  }

  /**
   * The same.
   *
   * @param leaves what is there after a run that a signal has stopped, as the end of a sentence
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
            // Kryo, which a cluster may be set to, cannot make records; what is sent here is
            // arrays.
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

  /** Hadoop throws an Error where a local disk fails; to us it is as any other disk. */
  private static void run(SparkWork work, SparkSession spark) throws IOException {
    try {
      work.run(spark);
    } catch (FSError e) {
      throw new IOException(e);
    }
  }

  /**
   * In local mode the one executor is this process: where it has heard nothing of itself for two
   * minutes the machine was suspended, and goes on where it was. Spark would end the process.
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
