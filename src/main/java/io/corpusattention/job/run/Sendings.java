package io.corpusattention.job.run;

import java.io.Serializable;
import java.util.IdentityHashMap;
import org.apache.spark.sql.SparkSession;

/**
 * Values that several passes of a run send to the executors. Each value is sent once, on first use.
 * Closing this object removes all of them from the executors.
 */
public final class Sendings implements AutoCloseable {
  private final SparkSession spark;
  private final IdentityHashMap<Object, Sent<?>> sent = new IdentityHashMap<>();

  public Sendings(SparkSession spark) {
    this.spark = spark;
  }

  /** Sends a value, or returns it if it was already sent. */
  @SuppressWarnings("unchecked") // a value is stored under itself, so the types match
  public synchronized <T extends Serializable> Sent<T> of(T value) {
    return (Sent<T>) sent.computeIfAbsent(value, any -> Sent.of(spark, value));
  }

  @Override
  public synchronized void close() {
    sent.values().forEach(Sent::close);
    sent.clear();
  }
}
