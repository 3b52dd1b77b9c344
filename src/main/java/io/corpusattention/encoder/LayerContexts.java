package io.corpusattention.encoder;

import io.corpusattention.attention.AttentionStep;
import io.corpusattention.attention.AttentionTile;
import io.corpusattention.attention.RejectReason;
import io.corpusattention.attention.SentenceBatch;

/**
 * Collects the context vectors of one layer after another for a batch, the tiles to hold, and why
 * sentences have failed so far.
 */
final class LayerContexts implements AttentionStep.Sink {
  private final int width; // heads · d_v
  private final boolean heldWithContext;
  private SentenceBatch batch;

  /** The current layer. */
  int layer;

  /** The context vectors of the current layer, [tokens, heads · d_v]. */
  float[] values = {};

  /** Why each sentence failed, or null. */
  String[] failures = {};

  /** Receives the tiles of the current layer, by sentence. Null if none are to be held. */
  AttentionTile[] held;

  /**
   * @param width the number of values of a context vector: heads · d_v
   * @param heldWithContext whether tiles are held with their context vectors
   */
  LayerContexts(int width, boolean heldWithContext) {
    this.width = width;
    this.heldWithContext = heldWithContext;
  }

  /** Takes a new batch, in which nothing has failed. */
  void start(SentenceBatch next) {
    batch = next;
    failures = new String[next.size()];
    int length = Math.multiplyExact(next.tokens(), width);
    values = values.length >= length ? values : new float[length];
  }

  @Override
  public void accept(AttentionTile tile) {
    int to = (batch.start(tile.sentence()) + tile.queryStart()) * width;
    System.arraycopy(tile.context(), 0, values, to, tile.contextCount());
    if (held != null) {
      held[tile.sentence()] = tile.copy(heldWithContext);
    }
  }

  @Override
  public void reject(int sentence, RejectReason reason, String detail) {
    failures[sentence] = "in layer " + layer + ", " + detail;
  }
}
