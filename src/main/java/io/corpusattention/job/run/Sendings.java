package io.corpusattention.job.run;

import java.io.Serializable;
import java.util.IdentityHashMap;
import org.apache.spark.sql.SparkSession;

/**
 * Values that several passes of a run send to the executors: each once, when it is first asked for,
 * and all taken back as this is closed.
 */
public final class Sendings implements AutoCloseable {
  private final SparkSession spark;
  private final IdentityHashMap<Object, Sent<?>> sent = new IdentityHashMap<>();

  public Sendings(SparkSession spark) {
    this.spark = spark;
  }

  /** Sends a value, or gives it as it was sent. */
  @SuppressWarnings("unchecked") // a value was sent as what it is
  public synchronized <T extends Serializable> Sent<T> of(T value) {
    return (Sent<T>) sent.computeIfAbsent(value, any -> Sent.of(spark, value));
  }

  @Override
  public synchronized void close() {
    sent.values().forEach(Sent::close);
    sent.clear();
  }
}
