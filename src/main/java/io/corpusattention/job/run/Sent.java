package io.corpusattention.job.run;

import java.io.Serializable;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A value that is available on the executors while this object is open. Tasks hold this object and
 * read the value from it.
 *
 * <p>On a cluster the value is broadcast. In local mode tasks use the same object, because a
 * broadcast would keep a second, serialized copy, which takes gigabytes for a model.
 */
public final class Sent<T extends Serializable> implements Serializable, AutoCloseable {
  private static final long serialVersionUID = 1;
  private static final Logger LOG = LoggerFactory.getLogger(Sent.class);

  /** The values in local mode, by number. */
  private static final Map<Long, Object> HERE = new ConcurrentHashMap<>();

  private static final AtomicLong NUMBERS = new AtomicLong();

  private final Broadcast<T> broadcast; // null in local mode
  private final long number;

  private Sent(Broadcast<T> broadcast, long number) {
    this.broadcast = broadcast;
    this.number = number;
  }

  /** Sends a value. */
  public static <T extends Serializable> Sent<T> of(SparkSession spark, T value) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    if (!context.isLocal()) {
      return new Sent<>(context.broadcast(value), 0);
    }
    long number = NUMBERS.incrementAndGet();
    HERE.put(number, value);
    return new Sent<>(null, number);
  }

  /** Returns the value on an executor. */
  @SuppressWarnings("unchecked") // each number belongs to one value of type T
  public T value() {
    if (broadcast != null) {
      return broadcast.value();
    }
    return (T) Objects.requireNonNull(HERE.get(number), "the value was taken back");
  }

  @Override
  public void close() {
    if (broadcast == null) {
      HERE.remove(number);
      return;
    }
    try {
      // Waits, because a removal still running when Spark stops fails with a stack trace.
      broadcast.destroy(true);
    } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
      // Spark has already stopped; the cause of that is what matters.
      LOG.debug("A broadcast value could not be taken back", e);
    }
  }
}
