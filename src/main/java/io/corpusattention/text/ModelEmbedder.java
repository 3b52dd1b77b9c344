package io.corpusattention.text;

import io.corpusattention.encoder.Dense;
import io.corpusattention.encoder.LayerNorm;
import io.corpusattention.weights.EmbeddingLayer;

/**
 * Embeds tokens with a model's embedding layer: word + position + type, in most families followed
 * by a LayerNorm, and in some by a projection to d_model. Computes in float64 and rounds once.
 */
public final class ModelEmbedder implements Embedder {
  private final EmbeddingLayer layer;
  private final EmbeddedSentence embedded;
  private final double[] sum;
  private final double[] projected; // null if the model has no projection
  private final float[] projection; // the projection's W, [embedding_size, d_model]

  public ModelEmbedder(EmbeddingLayer layer) {
    this.layer = layer;
    this.embedded = new EmbeddedSentence(layer.width());
    this.sum = new double[layer.words().columns()];
    this.projected = layer.projection() == null ? null : new double[layer.width()];
    this.projection = projected == null ? null : layer.projection().weight().values();
  }

  @Override
  public int width() {
    return layer.width();
  }

  /** Returns the last embedded sentence. */
  public EmbeddedSentence last() {
    return embedded;
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
      if (layer.norm() != null) {
        normalise(layer.norm());
      }
      double[] values = projected == null ? sum : project(layer.projection());
      int start = embedded.add(tokens[i]);
      for (int j = 0; j < values.length; j++) {
        embedded.embeddings()[start + j] = (float) values[j];
      }
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

  /**
   * Computes (x - mean) / sqrt(variance + epsilon) · gamma + beta. The variance divides by the
   * width.
   */
  private void normalise(LayerNorm norm) {
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
    double scale = 1 / Math.sqrt(variance / width + norm.epsilon());
    for (int i = 0; i < width; i++) {
      sum[i] = (sum[i] - mean) * scale * norm.gamma()[i] + norm.beta()[i];
    }
  }

  /** Returns sum · W + b. */
  private double[] project(Dense dense) {
    int width = projected.length;
    for (int j = 0; j < width; j++) {
      projected[j] = dense.bias()[j];
    }
    for (int i = 0; i < sum.length; i++) {
      double x = sum[i];
      int row = i * width;
      for (int j = 0; j < width; j++) {
        projected[j] += x * projection[row + j];
      }
    }
    return projected;
  }
}
