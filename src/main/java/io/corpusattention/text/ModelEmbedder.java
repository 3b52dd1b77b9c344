package io.corpusattention.text;

import io.corpusattention.weights.EmbeddingLayer;

/**
 * What a model of the BERT family makes of tokens before its first layer: LayerNorm(word + position
 * + type), in float64 and rounded once.
 */
public final class ModelEmbedder implements Embedder {
  private final EmbeddingLayer layer;
  private final EmbeddedSentence embedded;
  private final double[] sum;

  public ModelEmbedder(EmbeddingLayer layer) {
    this.layer = layer;
    this.embedded = new EmbeddedSentence(layer.width());
    this.sum = new double[layer.width()];
  }

  @Override
  public int width() {
    return layer.width();
  }

  @Override
  public EmbeddedSentence embed(Tokens sentence) {
    String[] tokens = sentence.tokens();
    int position = layer.firstPosition();
    embedded.start(tokens.length);
    for (int i = 0; i < tokens.length; i++) {
      int id = sentence.ids()[i];
      boolean padding = id == layer.paddingId();
      int type = layer.types() == null ? 0 : sentence.typeIds()[i];
      add(id, padding ? layer.paddingPosition() : position, type);
      position += padding ? 0 : 1;
      normalise(embedded.embeddings(), embedded.add(tokens[i]));
    }
    embedded.wordIds(sentence.wordIds());
    sentence.unknown().forEach(embedded::unknown);
    return embedded;
  }

  private void add(int id, int position, int type) {
    int width = sum.length;
    float[] words = layer.words().values();
    float[] positions = layer.positions().values();
    for (int i = 0; i < width; i++) {
      sum[i] = (double) words[id * width + i] + positions[position * width + i];
    }
    if (layer.types() != null) {
      float[] types = layer.types().values();
      for (int i = 0; i < width; i++) {
        sum[i] += types[type * width + i];
      }
    }
  }

  /** (x - mean) / sqrt(variance + epsilon) · gamma + beta; the variance divides by the width. */
  private void normalise(float[] to, int start) {
    int width = sum.length;
    double mean = 0;
    for (double x : sum) {
      mean += x;
    }
    mean /= width;
    double variance = 0;
    for (double x : sum) {
      variance += (x - mean) * (x - mean);
    }
    double scale = 1 / Math.sqrt(variance / width + layer.epsilon());
    for (int i = 0; i < width; i++) {
      to[start + i] = (float) ((sum[i] - mean) * scale * layer.gamma()[i] + layer.beta()[i]);
    }
  }
}
