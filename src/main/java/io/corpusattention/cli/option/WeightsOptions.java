package io.corpusattention.cli.option;

import io.corpusattention.cli.help.OptionGroup;
import io.corpusattention.job.run.WeightsSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options for the weights of a layer. */
@OptionGroup.In(OptionGroup.WEIGHTS)
public final class WeightsOptions {
  @Option(
      names = "--weights",
      paramLabel = "PATH|xavier:SEED",
      description =
          "Weights of one layer: a folder with W_q.npy, W_k.npy and W_v.npy (float32,"
              + " [d_in, d_out], used as X·W) and optionally b_q.npy, b_k.npy and b_v.npy; or a"
              + " .safetensors file, a folder with one, or an index of shards, from a model"
              + " that --model accepts or with the tensors query.weight, key.weight and"
              + " value.weight ([d_out, d_in]); or random weights from a seed.")
  private String weights;

  @Option(
      names = "--layer",
      paramLabel = "I",
      description = "With --weights of a model: the layer to use, counted from 0.")
  private Integer layer;

  @Mixin private HeadOptions heads;

  /** Returns whether the user gives weights. */
  public boolean given() {
    return weights != null;
  }

  /** Returns the names of selected heads of a table or a model, or null if the user names none. */
  public String chosenHeads() {
    return heads.chosen();
  }

  /** Returns the settings of the weights. */
  public WeightsSettings settings() {
    return new WeightsSettings(weights, layer, heads.heads(), heads.kvHeads(), heads.headDim());
  }
}
