package io.corpusattention.analysis.example;

import io.corpusattention.analysis.MeterPlan;
import io.corpusattention.analysis.MeteredRow;
import io.corpusattention.analysis.relation.Direction;
import io.corpusattention.analysis.relation.RelationFindings;
import io.corpusattention.analysis.relation.Syntax;
import io.corpusattention.analysis.word.Words;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds where in a sentence relations are strong. The weight is what a relation's head gives from a
 * word to its governor or from the governor to the word, combined by words as in {@code
 * RelationMeter}.
 */
final class RelationExamples {
  private final List<Figure> figures = new ArrayList<>();

  // The current sentence.
  private final List<Pair> pairs = new ArrayList<>();
  private int[] pieces;
  private int[] places;

  /** A relation to look for. */
  private record Figure(int number, int layer, int head, String relation, Direction direction) {}

  /** Two words of the sentence that are in a relation. */
  private static final class Pair {
    final Figure figure;
    final int query;
    final int key;
    double sum;

    Pair(Figure figure, int query, int key) {
      this.figure = figure;
      this.query = query;
      this.key = key;
    }
  }

  RelationExamples(MeterPlan plan, Sought sought) {
    for (int i = 0; i < sought.relations().size(); i++) {
      RelationFindings.Row row = sought.relations().get(i);
      figures.add(
          new Figure(
              sought.firstRelation() + i,
              plan.layers().indexOf(row.layer()),
              row.head(),
              row.relation(),
              row.direction()));
    }
  }

  /**
   * Begins a sentence.
   *
   * @param syntax the syntax of the sentence, or null if it has none
   */
  void begin(Syntax syntax, Words words) {
    pairs.clear();
    int count = words.words().length;
    if (figures.isEmpty() || syntax == null || !syntax.fits(count)) {
      return;
    }
    pieces = words.pieces();
    places = words.places();
    for (Figure figure : figures) {
      for (int word = 0; word < count; word++) {
        if (syntax.counts(word) && syntax.relations()[word].equals(figure.relation())) {
          int governor = syntax.governor(word);
          pairs.add(
              figure.direction() == Direction.TO_GOVERNOR
                  ? new Pair(figure, word, governor)
                  : new Pair(figure, governor, word));
        }
      }
    }
  }

  /** Takes a row of the sentence. The pieces of a word must be adjacent. */
  void take(MeteredRow row) {
    for (Pair pair : pairs) {
      if (pair.figure.layer() == row.layer()) {
        int place = places[pair.query];
        int end = Math.min(place + pieces[pair.query], row.queryStart() + row.numQueries());
        for (int query = Math.max(place, row.queryStart()); query < end; query++) {
          add(row, query - row.queryStart(), pair);
        }
      }
    }
  }

  private void add(MeteredRow row, int query, Pair pair) {
    int from = (pair.figure.head() * row.numQueries() + query) * row.numTokens() + places[pair.key];
    for (int piece = 0; piece < pieces[pair.key]; piece++) {
      pair.sum += row.attention()[from + piece];
    }
  }

  /** Ends a sentence, after all its rows have been taken. */
  void end(SentenceExamples to) {
    for (Pair pair : pairs) {
      to.offer(
          pair.figure.number(),
          pair.sum / pieces[pair.query],
          places[pair.query],
          places[pair.key]);
    }
  }
}
