package io.corpusattention.analysis.relation;

import java.util.Arrays;

/**
 * Measures for which words a head's attention finds the governor (Clark et al. 2019, What Does BERT
 * Look At?). Takes rows of a sentence's self-attention, layer by layer. Adds to {@link
 * RelationSums}.
 *
 * <p>Attention between tokens is combined into attention between words: summed over the pieces of
 * the word that receives it, and averaged over the pieces of the word that gives it. Special tokens
 * are left out. A word is not a candidate for itself. On a tie, the earlier word wins.
 */
public final class RelationMeter {
  private final int heads;
  private final RelationSums sums;

  // The current sentence.
  private Syntax syntax; // null if it is left out
  private int[] wordOf;
  private int[] pieces;
  private int words;
  private RelationSums.Sentence found;
  private double[] weights = {}; // [heads, words, words] of one layer

  /**
   * @param heads the number of heads of each layer
   * @param sums the sums to which whole sentences are added
   */
  public RelationMeter(int heads, RelationSums sums) {
    this.heads = heads;
    this.sums = sums;
  }

  /**
   * Begins a sentence.
   *
   * @param next the syntax of the sentence, or null if it has none; the sentence is then skipped
   * @param wordOfToken [n]: for each token, the index of its word, or -1 for special tokens
   * @param piecesOfWord for each word, the number of its tokens
   */
  public void begin(Syntax next, int[] wordOfToken, int[] piecesOfWord) {
    syntax = sums.takes(next, piecesOfWord.length) ? next : null;
    if (syntax != null) {
      wordOf = wordOfToken;
      pieces = piecesOfWord;
      words = piecesOfWord.length;
      found = sums.newSentence(syntax);
    }
  }

  /**
   * Takes queries of a layer. The last query completes the layer.
   *
   * @param layer the index of the layer among those measured, from 0
   * @param attention [heads, numQueries, n]
   * @param queryStart the first query, numbered from 0 in the sentence
   */
  public void take(int layer, float[] attention, int queryStart, int numQueries) {
    if (syntax == null) {
      return;
    }
    int n = wordOf.length;
    int size = Math.multiplyExact(heads, Math.multiplyExact(words, words));
    if (weights.length < size) {
      weights = new double[size];
    }
    if (queryStart == 0) {
      Arrays.fill(weights, 0, size, 0);
    }
    for (int head = 0; head < heads; head++) {
      for (int i = 0; i < numQueries; i++) {
        int asking = wordOf[queryStart + i];
        if (asking >= 0) {
          int from = (head * numQueries + i) * n;
          int to = (head * words + asking) * words;
          for (int j = 0; j < n; j++) {
            if (wordOf[j] >= 0) {
              weights[to + wordOf[j]] += attention[from + j];
            }
          }
        }
      }
    }
    if (queryStart + numQueries == n) {
      for (int head = 0; head < heads; head++) {
        complete(head, layer * heads + head);
      }
    }
  }

  /** Ends a sentence, after all its layers have been taken. */
  public void end() {
    if (syntax != null) {
      sums.add(found);
      syntax = null;
    }
  }

  private void complete(int head, int at) {
    int from = head * words * words;
    for (int asking = 0; asking < words; asking++) {
      for (int key = 0; key < words; key++) {
        weights[from + asking * words + key] /= pieces[asking];
      }
    }
    for (int word = 0; word < words; word++) {
      if (syntax.counts(word)) {
        int governor = syntax.governor(word);
        if (heaviest(from + word * words, 1, word) == governor) {
          found.hit(word, Direction.TO_GOVERNOR, at);
        }
        if (heaviest(from + word, words, word) == governor) {
          found.hit(word, Direction.FROM_GOVERNOR, at);
        }
      }
    }
  }

  /**
   * Returns the word other than {@code own} that has the highest weight. On a tie, the first wins.
   * The weights begin at {@code from} and are {@code step} apart.
   */
  private int heaviest(int from, int step, int own) {
    int best = -1;
    double weight = -1;
    for (int word = 0; word < words; word++) {
      if (word != own && weights[from + word * step] > weight) {
        weight = weights[from + word * step];
        best = word;
      }
    }
    return best;
  }
}
