package io.corpusattention.benchmark;

/**
 * The time to read a corpus once, before runs that do not read: to load files into memory and count
 * words.
 *
 * @param seconds the seconds in this process
 * @param peerSeconds the seconds of the peer, or null if there is none
 */
public record BenchmarkReading(double seconds, Double peerSeconds) {}
