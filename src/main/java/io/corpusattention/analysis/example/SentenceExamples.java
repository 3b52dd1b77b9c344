package io.corpusattention.analysis.example;

import java.util.HashMap;
import java.util.Map;

/**
 * The strongest place of each figure in one sentence. On a tie, the first one offered wins.
 *
 * @param id the id of the sentence
 * @param byFigure the examples, by the numbers in {@link Sought}
 */
record SentenceExamples(Object id, Map<Integer, Example> byFigure) {
  static SentenceExamples of(Object id) {
    return new SentenceExamples(id, new HashMap<>());
  }

  void offer(int figure, double weight, int queryPlace, int keyPlace) {
    Example strongest = byFigure.get(figure);
    if (strongest == null || weight > strongest.weight()) {
      byFigure.put(figure, new Example(weight, id, queryPlace, keyPlace));
    }
  }

  void addTo(Examples examples) {
    byFigure.forEach(examples::add);
  }
}
