package io.corpusattention.benchmark;

/**
 * The environment of a benchmark.
 *
 * @param tasks the number of tasks that Spark runs at once, and of the peer's threads
 * @param spark the version of Spark
 * @param peer the versions of Python and its libraries; null if there is no peer
 */
public record BenchmarkMachine(int tasks, String spark, String peer) {}
