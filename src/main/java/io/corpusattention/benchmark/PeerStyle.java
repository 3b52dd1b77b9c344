package io.corpusattention.benchmark;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the peer computes. */
public enum PeerStyle {
  /**
   * One product over all tokens of a batch, and attention over sentences of equal length. In
   * training, batches have sentences of similar length, and only hidden tokens are queries. For a
   * model, dense layers are from oneDNN, and attentions stay in memory.
   */
  PACKED,
  /** Shuffled batches padded to their longest sentence, with a mask. All tokens are queries. */
  PADDED,
  /** transformers in padded batches of similar length. Attentions stay in memory. */
  EAGER,
  /** {@link #EAGER} with attentions written as Parquet. */
  EAGER_WRITTEN,
  /**
   * ONNX Runtime in padded batches of similar length. It returns the mean of hidden states and no
   * attentions.
   */
  ONNX;

  /** Returns whether a job has a peer of this style. */
  boolean fits(BenchmarkedJob job) {
    return switch (this) {
      case PACKED -> true;
      case PADDED -> !job.ofModel();
      case EAGER, EAGER_WRITTEN, ONNX -> job == BenchmarkedJob.MODEL;
    };
  }

  /** Returns the name on the command line. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the styles of all peers of a job, for messages. */
  static String labels(BenchmarkedJob job) {
    return Arrays.stream(values())
        .filter(style -> style.fits(job))
        .map(PeerStyle::label)
        .collect(Collectors.joining(", "));
  }
}
