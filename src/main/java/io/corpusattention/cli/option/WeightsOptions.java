package io.corpusattention.cli.option;

import io.corpusattention.job.run.WeightsSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say which weights to use. */
public final class WeightsOptions {
  @Option(
      names = "--weights",
      paramLabel = "PATH|xavier:SEED",
      description =
          "Folder with W_q.npy, W_k.npy, W_v.npy: float32, [d_in, d_out], used as X·W; optional"
              + " b_q.npy, b_k.npy, b_v.npy. Or a .safetensors file, a folder with one, or a sharded"
              + " index: of a model of any family that --model takes, or with tensors query.weight,"
              + " key.weight, value.weight, [d_out, d_in]. Or random weights from a seed.")
  private String weights;

  @Option(
      names = "--layer",
      paramLabel = "I",
      description = "Layer of a model's weights, counted from 0.")
  private Integer layer;

  @Mixin private HeadOptions heads;

  /** Whether there are weights. */
  public boolean given() {
    return weights != null;
  }

  /** Heads that are named, of a table or a model, and not counted; null where there are none. */
  public String chosenHeads() {
    return heads.chosen();
  }

  /** The weights, where there are some. */
  public WeightsSettings settings() {
    return new WeightsSettings(weights, layer, heads.heads(), heads.kvHeads(), heads.headDim());
  }
}
