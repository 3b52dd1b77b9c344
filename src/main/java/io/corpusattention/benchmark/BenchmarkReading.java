package io.corpusattention.benchmark;

/**
 * How long it took to read a corpus once, before runs that do not read: files into memory, and the
 * words counted.
 *
 * @param seconds in this process
 * @param peerSeconds null where there is no peer
 */
public record BenchmarkReading(double seconds, Double peerSeconds) {}
