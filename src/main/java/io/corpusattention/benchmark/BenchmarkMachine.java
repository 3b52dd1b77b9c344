package io.corpusattention.benchmark;

/**
 * What a benchmark ran on.
 *
 * @param tasks that Spark runs at once, and the threads that the peer has
 * @param spark its version
 * @param peer the versions of Python and its libraries; null where there is no peer
 */
public record BenchmarkMachine(int tasks, String spark, String peer) {}
