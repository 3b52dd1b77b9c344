package io.corpusattention.job.run;

import org.apache.spark.sql.SparkSession;

/** The single Spark session of all local tests. It retries failed tasks, like a cluster. */
public final class SharedSpark {
  private static final SparkSession SESSION =
      SparkSession.builder()
          .master("local[2,3]")
          .appName("tests")
          .config("spark.ui.enabled", false)
          .config("spark.driver.host", "127.0.0.1")
          .config("spark.driver.bindAddress", "127.0.0.1")
          .config("spark.sql.shuffle.partitions", 3)
          .config("spark.sql.warehouse.dir", "target/warehouse")
          .getOrCreate();

  private SharedSpark() {}

  /** Returns the session and makes it the default session and the active one of this thread. */
  public static SparkSession session() {
    SparkSession.setDefaultSession(SESSION);
    SparkSession.setActiveSession(SESSION);
    return SESSION;
  }
}
