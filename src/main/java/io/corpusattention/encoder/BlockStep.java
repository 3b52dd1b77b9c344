package io.corpusattention.encoder;

import io.corpusattention.math.Kernel;
import io.corpusattention.math.Linear;

/** Computes blocks for the tokens of a batch, one block at a time, on one thread. */
final class BlockStep {
  private final Kernel kernel;

  // Scratch arrays, which grow as batches need.
  private float[] normal = {}; // [tokens, d_model], pre-norm only
  private float[] narrow = {}; // [block, d_model padded]
  private float[] wide = {}; // [block, d_ff padded]

  BlockStep(Kernel kernel) {
    this.kernel = kernel;
  }

  /**
   * Returns the input of a layer's projections to Q, K and V.
   *
   * @param hidden [tokens, d_model], the layer's input
   * @return [tokens, d_model]: the input itself, or a scratch array that {@link #run} reuses
   */
  float[] attended(Block block, float[] hidden, int tokens) {
    return block.place() == NormPlace.BEFORE
        ? normalised(block.first(), hidden, 0, tokens)
        : hidden;
  }

  /**
   * Computes the next layer's input, {@value Kernel#ROW_BLOCK} tokens at a time, so that
   * intermediate results stay in the L2 cache.
   *
   * @param context [tokens, heads · d_v]
   * @param hidden [tokens, d_model], the layer's input; overwritten by the next layer's
   */
  void run(Block block, float[] context, int tokens, float[] hidden) {
    for (int from = 0; from < tokens; from += Kernel.ROW_BLOCK) {
      run(block, context, from, Math.min(Kernel.ROW_BLOCK, tokens - from), hidden);
    }
  }

  private void run(Block block, float[] context, int from, int tokens, float[] hidden) {
    Linear output = block.output().packed(kernel);
    Linear up = block.up().packed(kernel);
    Linear down = block.down().packed(kernel);
    int width = output.columns();
    int start = from * width;
    boolean before = block.place() == NormPlace.BEFORE;
    narrow = grown(narrow, tokens, Math.max(output.stride(), down.stride()));
    wide = grown(wide, tokens, up.stride());

    int contextWidth = output.inputWidth();
    output.apply(kernel, context, from * contextWidth, contextWidth, tokens, null, narrow);
    add(narrow, output.stride(), hidden, start, width, tokens);
    if (!before) {
      block.first().apply(kernel, hidden, start, tokens);
    }

    float[] fed = before ? normalised(block.second(), hidden, start, tokens) : hidden;
    up.apply(kernel, fed, before ? 0 : start, width, tokens, block.activation(), wide);
    down.apply(kernel, wide, 0, up.stride(), tokens, null, narrow);
    add(narrow, down.stride(), hidden, start, width, tokens);
    if (!before) {
      block.second().apply(kernel, hidden, start, tokens);
    }
  }

  private float[] normalised(LayerNorm norm, float[] hidden, int start, int tokens) {
    int width = norm.gamma().length;
    normal = grown(normal, tokens, width);
    System.arraycopy(hidden, start, normal, 0, tokens * width);
    norm.apply(kernel, normal, 0, tokens);
    return normal;
  }

  private void add(float[] change, int stride, float[] hidden, int start, int width, int tokens) {
    for (int token = 0; token < tokens; token++) {
      kernel.add(hidden, start + token * width, change, token * stride, width);
    }
  }

  private static float[] grown(float[] array, int tokens, int stride) {
    int length = Math.multiplyExact(tokens, stride);
    return array.length >= length ? array : new float[length];
  }
}
