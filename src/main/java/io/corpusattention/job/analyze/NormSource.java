package io.corpusattention.job.analyze;

import io.corpusattention.analysis.LayerOutput;
import io.corpusattention.analysis.NormMeter;
import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.AttentionTile;
import io.corpusattention.attention.Matrix;
import io.corpusattention.encoder.Block;
import io.corpusattention.encoder.EncoderStack;
import io.corpusattention.encoder.EncoderStep;
import io.corpusattention.encoder.NormPlace;
import io.corpusattention.math.Kernel;
import io.corpusattention.math.Kernels;
import java.util.HashMap;
import java.util.Map;

/**
 * Supplies a norm meter with the values and inputs of the step that computes a task's sentences.
 */
final class NormSource {
  private final EncoderStep step;
  private final Map<Integer, LayerOutput> outputs = new HashMap<>(); // by layer
  private final boolean open;
  private final NormMeter meter;
  private float[] values = {};
  private float[] inputs = {};

  /**
   * @param shape the shape of each layer
   * @param output W_o of a single layer; null for none
   */
  NormSource(EncoderStep step, EncoderStack stack, AttentionShape shape, Matrix output) {
    this.step = step;
    this.open = stack.open();
    Kernel kernel = Kernels.get();
    this.meter = new NormMeter(shape.heads(), shape.kvHeads(), shape.valueWidth(), kernel);
    for (int layer : stack.kept()) {
      Block block = stack.layers().get(layer).block();
      Matrix weights = block == null ? output : block.output().weight();
      if (weights != null) {
        float[] gamma =
            block != null && block.place() == NormPlace.AFTER ? block.first().gamma() : null;
        outputs.put(
            layer, LayerOutput.of(weights, shape.heads(), shape.valueWidth(), gamma, kernel));
      }
    }
  }

  /** Returns the meter for the current tile. */
  NormMeter of(AttentionTile tile) {
    if (tile.queryStart() == 0) {
      values = step.values(values);
      inputs = open ? step.input(inputs) : null;
      meter.take(values, inputs, tile.numTokens(), outputs.get(tile.layer()));
    }
    return meter;
  }
}
