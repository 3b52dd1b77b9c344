package io.corpusattention.learning;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.HashPartitioner;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;

/**
 * All sentences of a training run, cached on the executors. A sentence's group determines its
 * shard. There are as many shards as tasks that run at once. Neither their number nor the
 * partitions of the input change any bit of the result, because sums over sentences are exact.
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
   * @param shards the number of shards
   * @param batch the number of sentences per step
   */
  public static Shards of(JavaRDD<TrainingRecord> records, int shards, int batch, HeldOut split) {
    Groups groups = Groups.forBatch(batch);
    JavaRDD<Shard> cached =
        records
            .mapToPair(record -> new Tuple2<>(place(record, groups), record))
            .partitionBy(new HashPartitioner(shards))
            .values()
            .mapPartitions(all -> shard(all, split))
            .persist(StorageLevel.MEMORY_AND_DISK());
    ShardCounts counts =
        cached.map(ShardCounts::of).collect().stream().reduce(ShardCounts::plus).orElseThrow();
    return new Shards(cached, counts);
  }

  private static Integer place(TrainingRecord record, Groups groups) {
    return record.sentence() == null ? 0 : groups.of(record.sentence().key());
  }

  private static Iterator<Shard> shard(Iterator<TrainingRecord> records, HeldOut split) {
    List<TrainingRecord> all = new ArrayList<>();
    records.forEachRemaining(all::add);
    return List.of(new Shard(all, split)).iterator();
  }

  public ShardCounts counts() {
    return counts;
  }

  /** Returns the rejected records of each shard. */
  public JavaRDD<TrainingRecord> rejected() {
    return shards.flatMap(shard -> shard.rejected().iterator());
  }

  JavaRDD<Shard> rdd() {
    return shards;
  }

  /** Releases the cache. */
  @Override
  public void close() {
    shards.unpersist(false);
  }
}
