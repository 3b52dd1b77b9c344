package io.corpusattention.job.run;

import io.corpusattention.attention.Setting;
import java.util.Locale;

/**
 * Which weights a run uses, and how they are divided into heads.
 *
 * @param source a folder, a file, or {@code xavier:SEED} for random weights
 * @param layer the layer in a model's file; null if there are no layers
 * @param heads number of heads; null for the model's number, or 1 if the model gives none
 * @param kvHeads number of key-value heads; null for the model's number, or the number of heads if
 *     the model gives none
 * @param headDim width of one head of random weights; null for d_model / heads
 */
public record WeightsSettings(
    String source, Integer layer, Integer heads, Integer kvHeads, Integer headDim) {
  private static final String XAVIER = "xavier:";

  public WeightsSettings {
    if (layer != null && layer < 0) {
      throw Setting.LAYER.of(layer).bad("layers are counted from 0");
    }
    if (headDim != null && headDim < 1) {
      throw Setting.HEAD_DIM.of(headDim).bad("must be 1 or more");
    }
    if (!source.startsWith(XAVIER) && source.toLowerCase(Locale.ROOT).startsWith(XAVIER)) {
      throw Setting.WEIGHTS
          .of(source)
          .bad("random weights are asked for in small letters, xavier:SEED");
    }
    if (source.startsWith(XAVIER)) {
      seedOf(source);
      if (layer != null) {
        throw Setting.LAYER.of(layer).bad("random weights have no layers; leave it out");
      }
    } else if (headDim != null) {
      throw Setting.HEAD_DIM
          .of(headDim)
          .bad(
              "is for ",
              Setting.WEIGHTS,
              " xavier:SEED; " + source + " has its own widths, leave it out");
    }
  }

  /** Returns whether the weights are random. */
  public boolean random() {
    return source.startsWith(XAVIER);
  }

  /** Returns the seed of random weights. */
  public long seed() {
    return seedOf(source);
  }

  private static long seedOf(String source) {
    try {
      return Long.parseLong(source.substring(XAVIER.length()));
    } catch (NumberFormatException e) {
      throw Setting.WEIGHTS
          .of(source)
          .bad("SEED in xavier:SEED must be an integer of 64 bits, such as xavier:7")
          .causedBy(e);
    }
  }
}
