/**
 * Training, distributed over Spark. Input: sentences. Output: the parameters of an attention layer.
 * Sentences are in cached shards. Each step sends the parameters to the shards, sums one gradient
 * in each shard, and updates the parameters on the driver. The same sentences and settings give the
 * same bits in any partitioning. May import packages upstream of it, such as {@code training} and
 * {@code corpus}.
 */
package io.corpusattention.learning;
