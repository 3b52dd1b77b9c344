package io.corpusattention.encoder;

import io.corpusattention.math.Kernel;
import io.corpusattention.math.Linear;

/** Computes blocks for the tokens of a batch, one after the other, on one thread. */
final class BlockStep {
  private final Kernel kernel;

  // Scratch, grown as batches ask for it.
  private float[] narrow = {}; // [tokens, d_model padded]
  private float[] wide = {}; // [tokens, d_ff padded]

  BlockStep(Kernel kernel) {
    this.kernel = kernel;
  }

  /**
   * Makes the next layer's input.
   *
   * @param context [tokens, heads · d_v]
   * @param hidden [tokens, d_model], the layer's own input; overwritten by the next one's
   */
  void run(Block block, float[] context, int tokens, float[] hidden) {
    Linear output = block.output().packed(kernel);
    Linear up = block.up().packed(kernel);
    Linear down = block.down().packed(kernel);
    int width = output.columns();
    narrow = grown(narrow, tokens, Math.max(output.stride(), down.stride()));
    wide = grown(wide, tokens, up.stride());

    output.apply(kernel, context, output.inputWidth(), tokens, narrow);
    addAndNormalise(narrow, output.stride(), hidden, width, tokens, block.first());

    up.apply(kernel, hidden, width, tokens, wide);
    kernel.activate(block.activation(), wide, 0, tokens * up.stride());
    down.apply(kernel, wide, up.stride(), tokens, narrow);
    addAndNormalise(narrow, down.stride(), hidden, width, tokens, block.second());
  }

  /** hidden = norm(hidden + change). */
  private void addAndNormalise(
      float[] change, int stride, float[] hidden, int width, int tokens, LayerNorm norm) {
    float epsilon = (float) norm.epsilon();
    for (int token = 0; token < tokens; token++) {
      int at = token * width;
      int from = token * stride;
      for (int i = 0; i < width; i++) {
        hidden[at + i] += change[from + i];
      }
      kernel.layerNorm(hidden, at, width, norm.gamma(), norm.beta(), epsilon);
    }
  }

  private static float[] grown(float[] array, int tokens, int stride) {
    int length = Math.multiplyExact(tokens, stride);
    return array.length >= length ? array : new float[length];
  }
}
