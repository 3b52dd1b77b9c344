package io.corpusattention.learning;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * All sentences of a training, each in the shard that its key says, cached on the executors. Shards
 * are as many as tasks run at once; neither their number nor the input's partitions change a bit of
 * what is learnt, since sums over sentences are exact.
 */
public final class Shards implements AutoCloseable {
  private final JavaRDD<Shard> shards;
  private final ShardCounts counts;

  private Shards(JavaRDD<Shard> shards, ShardCounts counts) {
    this.shards = shards;
    this.counts = counts;
  }

  /**
   * Reads all records once.
   *
   * @param shards how many to make
   */
  public static Shards of(JavaRDD<TrainingRecord> records, int shards, HeldOut split) {
    JavaRDD<Shard> cached =
        records
            .mapToPair(record -> new Tuple2<>(place(record), record))
            .partitionBy(new HashPartitioner(shards))
            .values()
            .mapPartitions(all -> shard(all, split))
            .persist(StorageLevel.MEMORY_AND_DISK());
    ShardCounts counts =
        cached.map(ShardCounts::of).collect().stream().reduce(ShardCounts::plus).orElseThrow();
    return new Shards(cached, counts);
  }

  private static Long place(TrainingRecord record) {
    return record.sentence() == null ? Long.valueOf(0) : Long.valueOf(record.sentence().key());
  }

  private static Iterator<Shard> shard(Iterator<TrainingRecord> records, HeldOut split) {
    List<TrainingRecord> all = new ArrayList<>();
    records.forEachRemaining(all::add);
    return List.of(new Shard(all, split)).iterator();
  }

  public ShardCounts counts() {
    return counts;
  }

  /** The rejected records of each shard. */
  public JavaRDD<TrainingRecord> rejected() {
    return shards.flatMap(shard -> shard.rejected().iterator());
  }

  JavaRDD<Shard> rdd() {
    return shards;
  }

  /** Gives the cache back. */
  @Override
  public void close() {
    shards.unpersist(false);
  }
}
