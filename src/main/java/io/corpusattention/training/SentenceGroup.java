package io.corpusattention.training;

import static io.corpusattention.training.Products.grown;

import io.corpusattention.math.Kernel;
import io.corpusattention.math.Panels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Sentences that go through a layer together, one below the other: N tokens in all, M of which ask.
 *
 * <p>Use: {@link #begin}; for each sentence {@link #add}, and fill its rows; then {@link #pack}.
 */
final class SentenceGroup {
  private final int model;
  private final int width; // of a panel

  /** The sentences, in their order. */
  final List<Place> places = new ArrayList<>();

  int numTokens;
  int numQueries;

  // Arrays may be longer than the group needs.

  /** X: [N, d_model] */
  float[] tokens = {};

  /** Rows of X that ask: [M, d_model] */
  float[] asking = {};

  /** X and Xᵀ of each sentence in panels. */
  float[] panels = {};

  private int panelsEnd;

  /**
   * A sentence, and where its rows start.
   *
   * @param key stands for it in random draws: a hash of its id
   * @param asking the tokens that ask
   * @param padded floats that a row of its weights takes: whole panels and groups of lanes
   * @param panelsAt of X, [n, d_model], in panels
   * @param transposedAt of Xᵀ, [d_model, n], in panels
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
   * Makes room for a sentence.
   *
   * @param asking the tokens that ask, ascending
   * @return where its embeddings, [n, d_model], are to be put in {@link #tokens}
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

  /** Gathers what asks, and lays X and Xᵀ out in panels. */
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
