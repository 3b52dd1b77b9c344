package io.corpusattention.encoder;

import io.corpusattention.math.Kernel;
import io.corpusattention.math.Linear;

/** Computes blocks for the tokens of a batch, one after the other, on one thread. */
final class BlockStep {
  private final Kernel kernel;

  // Scratch, grown as batches ask for it.
  private float[] normal = {}; // [tokens, d_model], pre-norm only
  private float[] narrow = {}; // [tokens, d_model padded]
  private float[] wide = {}; // [tokens, d_ff padded]

  BlockStep(Kernel kernel) {
    this.kernel = kernel;
  }

  /**
   * What a layer projects to Q, K and V.
   *
   * @param hidden [tokens, d_model], the layer's input
   * @return [tokens, d_model]: the input itself, or a scratch that {@link #run} uses again
   */
  float[] attended(Block block, float[] hidden, int tokens) {
    return block.place() == NormPlace.BEFORE ? normalised(block.first(), hidden, tokens) : hidden;
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
    boolean before = block.place() == NormPlace.BEFORE;
    narrow = grown(narrow, tokens, Math.max(output.stride(), down.stride()));
    wide = grown(wide, tokens, up.stride());

    output.apply(kernel, context, output.inputWidth(), tokens, narrow);
    add(narrow, output.stride(), hidden, width, tokens);
    if (!before) {
      block.first().apply(kernel, hidden, tokens);
    }

    float[] fed = before ? normalised(block.second(), hidden, tokens) : hidden;
    up.apply(kernel, fed, width, tokens, wide);
    kernel.activate(block.activation(), wide, 0, tokens * up.stride());
    down.apply(kernel, wide, up.stride(), tokens, narrow);
    add(narrow, down.stride(), hidden, width, tokens);
    if (!before) {
      block.second().apply(kernel, hidden, tokens);
    }
  }

  private float[] normalised(LayerNorm norm, float[] hidden, int tokens) {
    int width = norm.gamma().length;
    normal = grown(normal, tokens, width);
    System.arraycopy(hidden, 0, normal, 0, tokens * width);
    norm.apply(kernel, normal, tokens);
    return normal;
  }

  private static void add(float[] change, int stride, float[] hidden, int width, int tokens) {
    for (int token = 0; token < tokens; token++) {
      int at = token * width;
      int from = token * stride;
      for (int i = 0; i < width; i++) {
        hidden[at + i] += change[from + i];
      }
    }
  }

  private static float[] grown(float[] array, int tokens, int stride) {
    int length = Math.multiplyExact(tokens, stride);
    return array.length >= length ? array : new float[length];
  }
}
