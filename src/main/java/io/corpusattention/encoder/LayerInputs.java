package io.corpusattention.encoder;

import io.corpusattention.attention.SentenceBatch;

/** What enters the kept layers of a stack, of the batch that was computed last. */
final class LayerInputs {
  private final float[][] inputs; // [kept layers][tokens, d_model]
  private final int width;
  private SentenceBatch batch;
  private int layer;
  private int sentence;

  /**
   * @param layers that are kept
   * @param width d_model
   */
  LayerInputs(int layers, int width) {
    this.inputs = new float[layers][0];
    this.width = width;
  }

  /** Keeps what enters a layer, among those that are kept: the batch's embeddings as they are. */
  void keep(int at, SentenceBatch of) {
    batch = of;
    int length = of.tokens() * width;
    if (inputs[at].length < length) {
      inputs[at] = new float[length];
    }
    System.arraycopy(of.embeddings(), 0, inputs[at], 0, length);
  }

  /** Says of which layer, among those that are kept, and of which sentence a tile is given out. */
  void give(int at, int index) {
    layer = at;
    sentence = index;
  }

  /**
   * The input of that layer and sentence: [n, d_model].
   *
   * @param to receives it; where it is too short, a longer array does
   */
  float[] given(float[] to) {
    int length = batch.tokens(sentence) * width;
    float[] x = to.length >= length ? to : new float[length];
    System.arraycopy(inputs[layer], batch.start(sentence) * width, x, 0, length);
    return x;
  }
}
