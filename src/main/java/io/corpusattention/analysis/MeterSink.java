package io.corpusattention.analysis;

import io.corpusattention.analysis.word.PairSums;

/** Takes what a {@link CorpusMeter} cannot finish by itself. */
public interface MeterSink {
  /** A part of a sentence: others may be elsewhere. */
  void part(Object id, SentenceSums sums);

  /**
   * Sums for pairs of words.
   *
   * @param part which of the parts these pairs belong to
   * @param entries for {@link PairSums#addAll}
   */
  void pairs(int part, long[] entries);
}
