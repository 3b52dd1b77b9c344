package io.corpusattention.job.run;

import java.io.Serializable;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A value that is with the executors as long as this is open. */
public record Sent<T extends Serializable>(Broadcast<T> broadcast) implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sent.class);

  /** Sends a value. */
  public static <T extends Serializable> Sent<T> of(SparkSession spark, T value) {
    return new Sent<>(JavaSparkContext.fromSparkContext(spark.sparkContext()).broadcast(value));
  }

  @Override
  public void close() {
    try {
      // Waits: where Spark ends first, what still takes the value back fails with a stack trace.
      broadcast.destroy(true);
    } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
      // Of a Spark that has ended; why it has is what counts.
      LOG.debug("A broadcast value could not be taken back", e);
    }
  }
}
