package io.corpusattention.analysis;

import io.corpusattention.analysis.word.PairSums;

/** Receives what a {@link CorpusMeter} cannot finish on its own. */
public interface MeterSink {
  /** Receives part of a sentence. Other parts may be elsewhere. */
  void part(Object id, SentenceSums sums);

  /**
   * Receives sums for pairs of words.
   *
   * @param part the part to which these pairs belong
   * @param entries the entries, as for {@link PairSums#addAll}
   */
  void pairs(int part, long[] entries);
}
