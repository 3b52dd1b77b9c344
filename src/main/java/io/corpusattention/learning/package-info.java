/**
 * Training distributed over Spark: sentences in, parameters of an attention layer out. Sentences
 * lie in cached shards; every step sends the parameters, adds up one gradient in each shard and
 * moves the parameters on the driver, so that the same sentences and settings give the same bits in
 * any partitions. May import what is upstream of it, {@code training} and {@code corpus} among it.
 */
package io.corpusattention.learning;
