package io.corpusattention.training;

import static io.corpusattention.training.Products.grown;

import io.corpusattention.math.Kernel;
import io.corpusattention.math.Panels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sentences that go through a layer together, stacked: N tokens in total, M of which are queries.
 *
 * <p>Call {@link #begin}; for each sentence, call {@link #add} and fill its rows; then call {@link
 * #pack}.
 */
final class SentenceGroup {
  private final int model;
  private final int width; // of a panel

  /** The sentences, in order. */
  final List<Place> places = new ArrayList<>();

  int numTokens;
  int numQueries;

  // Arrays may be longer than the group needs.

  /** X: [N, d_model]. */
  float[] tokens = {};

  /** The rows of X that are queries: [M, d_model]. */
  float[] asking = {};

  /** X and Xᵀ of each sentence, in panels. */
  float[] panels = {};

  private int panelsEnd;

  /**
   * A sentence and the start of its rows.
   *
   * @param key the key of the sentence in random draws: a hash of its id
   * @param asking the tokens that are queries
   * @param padded the number of floats of a row of its weights: whole panels and groups of lanes
   * @param panelsAt the offset of X, [n, d_model], in panels
   * @param transposedAt the offset of Xᵀ, [d_model, n], in panels
   */
  record Place(
      long key,
      int tokens,
      int firstToken,
      int[] asking,
      int firstQuery,
      int padded,
      int panelsAt,
      int transposedAt) {}

  SentenceGroup(int model, Kernel kernel) {
    this.model = model;
    this.width = kernel.panelWidth();
  }

  /** Starts a group. */
  void begin() {
    places.clear();
    numTokens = 0;
    numQueries = 0;
    panelsEnd = 0;
  }

  /**
   * Adds a sentence and makes room for its embeddings.
   *
   * @param asking the tokens that are queries, ascending
   * @return the offset in {@link #tokens} at which the caller puts the embeddings, [n, d_model]
   */
  int add(long key, int n, int[] asking) {
    int padded = Panels.roundUp(n, Math.max(Kernel.LANES, width));
    int transposedAt = Math.addExact(panelsEnd, Panels.size(n, model, width));
    places.add(new Place(key, n, numTokens, asking, numQueries, padded, panelsEnd, transposedAt));
    panelsEnd = Math.addExact(transposedAt, Panels.size(model, n, width));
    int at = numTokens * model;
    numTokens += n;
    numQueries += asking.length;
    int length = Math.multiplyExact(numTokens, model);
    if (tokens.length < length) {
      tokens = Arrays.copyOf(tokens, Math.max(length, Products.larger(tokens.length)));
    }
    return at;
  }

  /** Gathers the queries, and packs X and Xᵀ into panels. */
  void pack() {
    asking = grown(asking, Math.multiplyExact(numQueries, model));
    panels = grown(panels, panelsEnd);
    for (Place place : places) {
      int x = place.firstToken * model;
      int to = place.firstQuery * model;
      for (int token : place.asking) {
        System.arraycopy(tokens, x + token * model, asking, to, model);
        to += model;
      }
      int n = place.tokens;
      Panels.pack(tokens, x, model, n, model, width, panels, place.panelsAt);
      Panels.packTransposed(tokens, x, model, model, n, width, panels, place.transposedAt);
    }
  }
}
