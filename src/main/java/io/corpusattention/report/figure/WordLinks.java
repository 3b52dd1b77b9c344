package io.corpusattention.report.figure;

import io.corpusattention.report.SentenceFigure;
import java.util.ArrayList;
import java.util.List;

/**
 * A sentence's attention from word to word. In: weights of tokens. Out: for each head, the weight
 * that one word gives to another: the sum over the key word's pieces and the mean over the query
 * word's pieces (Clark et al. 2019, What Does BERT Look At?, section 4). A special token counts as
 * a word.
 */
final class WordLinks {
  /**
   * A word, or a special token.
   *
   * @param special whether it is a special token and not a word of the text
   * @param word its place among the sentence's words; -1 if it is not one of them
   * @param tokens its pieces
   */
  record Unit(String text, boolean special, int word, List<Integer> tokens) {}

  private final SentenceFigure sentence;
  private final List<Unit> keys;
  private final List<Unit> queries;

  private WordLinks(SentenceFigure sentence, List<Unit> keys, List<Unit> queries) {
    this.sentence = sentence;
    this.keys = keys;
    this.queries = queries;
  }

  static WordLinks of(SentenceFigure sentence) {
    List<Unit> keys = new ArrayList<>();
    for (int token = 0; token < sentence.keys().size(); token++) {
      int word = sentence.wordOf().get(token);
      Unit last = keys.isEmpty() ? null : keys.get(keys.size() - 1);
      if (word >= 0 && last != null && last.word == word) {
        last.tokens.add(token);
      } else {
        String text = word < 0 ? sentence.keys().get(token) : sentence.words().get(word);
        keys.add(new Unit(text, word < 0, word, new ArrayList<>(List.of(token))));
      }
    }
    if (sentence.queries().equals(sentence.keys())) {
      return new WordLinks(sentence, keys, keys);
    }
    List<Unit> queries = new ArrayList<>();
    for (int query = 0; query < sentence.queries().size(); query++) {
      queries.add(new Unit(sentence.queries().get(query), false, -1, List.of(query)));
    }
    return new WordLinks(sentence, keys, queries);
  }

  List<Unit> keys() {
    return keys;
  }

  List<Unit> queries() {
    return queries;
  }

  /** Returns the place of the selected query in {@link #queries}, or -1 for none. */
  int held() {
    for (int i = 0; i < queries.size(); i++) {
      if (queries.get(i).tokens.contains(sentence.held())) {
        return i;
      }
    }
    return -1;
  }

  /**
   * Returns the weight that a query word gives to a key word, averaged over heads.
   *
   * @param heads the indexes of heads in the sentence's weights, at least one
   * @return a weight from 0 to 1, except for rounding
   */
  double weight(List<Integer> heads, Unit query, Unit key) {
    int n = sentence.keys().size();
    int m = sentence.queries().size();
    double sum = 0;
    for (int head : heads) {
      for (int from : query.tokens) {
        for (int to : key.tokens) {
          sum += sentence.weights()[(head * m + from) * n + to];
        }
      }
    }
    return sum / heads.size() / query.tokens.size();
  }
}
