package io.corpusattention.benchmark;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the peer computes. */
public enum PeerStyle {
  /**
   * One product over all tokens of a batch, attention over sentences of equal length. In training:
   * batches of sentences of like lengths, where hidden tokens alone ask. Of a model: dense layers
   * of oneDNN; attentions in memory.
   */
  PACKED,
  /** Shuffled batches padded to their longest sentence, with a mask; all tokens ask. */
  PADDED,
  /** transformers in padded batches of like lengths; attentions in memory. */
  EAGER,
  /** The same with the attentions as Parquet. */
  EAGER_WRITTEN,
  /** ONNX Runtime in padded batches of like lengths: no attentions, the mean of hidden states. */
  ONNX;

  /** Whether there is such a peer of a job. */
  boolean fits(BenchmarkedJob job) {
    return switch (this) {
      case PACKED -> true;
      case PADDED -> !job.ofModel();
      case EAGER, EAGER_WRITTEN, ONNX -> job == BenchmarkedJob.MODEL;
    };
  }

  /** As the command line has it. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** All peers of a job, for messages. */
  static String labels(BenchmarkedJob job) {
    return Arrays.stream(values())
        .filter(style -> style.fits(job))
        .map(PeerStyle::label)
        .collect(Collectors.joining(", "));
  }
}
