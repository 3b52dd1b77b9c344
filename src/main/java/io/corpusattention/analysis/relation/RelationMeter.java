package io.corpusattention.analysis.relation;

import java.util.Arrays;

/**
 * Measures which words a head's attention leads to their governors: rows of a sentence's attention
 * in, layer by layer, {@link RelationSums} out.
 *
 * <p>Attention is put together by words: to a word the sum over its pieces, from a word the mean
 * over its pieces; special tokens are left out. A word's own place is no candidate; of equals the
 * earlier word counts.
 */
public final class RelationMeter {
  private final int heads;
  private final RelationSums sums;

  // The sentence whose rows are coming in.
  private Syntax syntax; // null where it is left out
  private int[] wordOf;
  private int[] pieces;
  private int words;
  private RelationSums.Sentence found;
  private double[] weights = {}; // [heads, words, words] of one layer

  /**
   * @param heads of each layer
   * @param sums to which whole sentences are added
   */
  public RelationMeter(int heads, RelationSums sums) {
    this.heads = heads;
    this.sums = sums;
  }

  /**
   * Begins a sentence.
   *
   * @param next null where it has none
   * @param wordOfToken [n]: for each token the index of its word; -1 for special tokens
   * @param piecesOfWord for each word the number of its tokens
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
   * Takes queries of a layer; the last of them completes it.
   *
   * @param layer which of the layers that are measured, from 0
   * @param attention [heads, numQueries, n]
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

  /** The sentence is complete: its layers have all been taken. */
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

  /** Of the words whose weights lie so, all but one, the first of the heaviest. */
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
