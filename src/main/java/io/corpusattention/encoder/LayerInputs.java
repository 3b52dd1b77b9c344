package io.corpusattention.encoder;

import io.corpusattention.attention.SentenceBatch;

/** The inputs of the kept layers of a stack, for the last batch computed. */
final class LayerInputs {
  private final float[][] inputs; // [kept layers][tokens, d_model]
  private final int width;
  private SentenceBatch batch;
  private int layer;
  private int sentence;

  /**
   * @param layers the number of kept layers
   * @param width d_model
   */
  LayerInputs(int layers, int width) {
    this.inputs = new float[layers][0];
    this.width = width;
  }

  /** Keeps the input of a layer: a copy of the batch's current embeddings. */
  void keep(int at, SentenceBatch of) {
    batch = of;
    int length = of.tokens() * width;
    if (inputs[at].length < length) {
      inputs[at] = new float[length];
    }
    System.arraycopy(of.embeddings(), 0, inputs[at], 0, length);
  }

  /**
   * Sets the layer (its index among the kept ones) and the sentence whose tile goes to the sink.
   */
  void give(int at, int index) {
    layer = at;
    sentence = index;
  }

  /**
   * Returns the input of this layer and sentence: [n, d_model].
   *
   * @param to the array to fill; if it is too short, a new one is returned
   */
  float[] given(float[] to) {
    int length = batch.tokens(sentence) * width;
    float[] x = to.length >= length ? to : new float[length];
    System.arraycopy(inputs[layer], batch.start(sentence) * width, x, 0, length);
    return x;
  }
}
