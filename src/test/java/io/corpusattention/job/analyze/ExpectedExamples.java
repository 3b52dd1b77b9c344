package io.corpusattention.job.analyze;

import io.corpusattention.job.run.SharedSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/**
 * Computes the examples of an attention table by definition, from every place in every sentence.
 */
final class ExpectedExamples {
  /** A place where a figure is strong. The query place is null if all words attend. */
  record Place(double weight, Object id, Integer query, int key) {}

  /** A sentence with its attention, [layers][heads, n, n]. */
  private static final class Sentence {
    int n;
    List<String> tokens;
    List<Integer> wordIds;
    List<Integer> governors;
    List<String> relations;
    boolean cut;
    final Map<Integer, double[]> attention = new TreeMap<>();
    final List<String> words = new ArrayList<>();
    final List<List<Integer>> places = new ArrayList<>();
  }

  private final int heads;
  private final Map<Object, Sentence> sentences = new HashMap<>();

  ExpectedExamples(Path table, int heads) {
    this.heads = heads;
    for (Row row : SharedSpark.session().read().parquet(table.toString()).collectAsList()) {
      take(row);
    }
    sentences.values().forEach(ExpectedExamples::putWordsTogether);
  }

  private void take(Row row) {
    List<String> columns = Arrays.asList(row.schema().fieldNames());
    Sentence sentence = sentences.computeIfAbsent(row.get(0), id -> new Sentence());
    sentence.n = row.<Integer>getAs("num_tokens");
    sentence.tokens = row.getList(row.fieldIndex("tokens"));
    if (columns.contains("word_ids")) {
      sentence.wordIds = row.getList(row.fieldIndex("word_ids"));
    }
    if (columns.contains("heads")) {
      sentence.governors = row.getList(row.fieldIndex("heads"));
      sentence.relations = row.getList(row.fieldIndex("relations"));
      sentence.cut = row.<Boolean>getAs("truncated");
    }
    int n = sentence.n;
    int start = row.<Integer>getAs("query_start");
    int queries = row.<Integer>getAs("num_queries");
    double[] layer =
        sentence.attention.computeIfAbsent(
            columns.contains("layer") ? row.<Integer>getAs("layer") : 0,
            any -> new double[heads * n * n]);
    List<Float> weights = row.getList(row.fieldIndex("attention"));
    for (int head = 0; head < heads; head++) {
      for (int i = 0; i < queries; i++) {
        for (int j = 0; j < n; j++) {
          layer[(head * n + start + i) * n + j] = weights.get((head * queries + i) * n + j);
        }
      }
    }
  }

  private static void putWordsTogether(Sentence sentence) {
    for (int i = 0; i < sentence.n; i++) {
      String piece = sentence.tokens.get(i);
      int id = sentence.wordIds == null ? i : sentence.wordIds.get(i);
      if (id < 0) {
        continue;
      }
      if (i > 0 && sentence.wordIds != null && sentence.wordIds.get(i - 1) == id) {
        int last = sentence.words.size() - 1;
        sentence.words.set(last, sentence.words.get(last) + piece.replaceFirst("^##", ""));
        sentence.places.get(last).add(i);
      } else {
        sentence.words.add(piece.replaceFirst("^##", ""));
        sentence.places.add(new ArrayList<>(List.of(i)));
      }
    }
  }

  /** Returns the weight of a block of a head: the mean over rows of the sums over columns. */
  private double weight(
      Sentence s, int layer, int head, List<Integer> rows, List<Integer> columns) {
    return received(s, layer, head, rows, columns) / rows.size();
  }

  private double received(
      Sentence s, int layer, int head, List<Integer> rows, List<Integer> columns) {
    double sum = 0;
    for (int row : rows) {
      for (int column : columns) {
        sum += s.attention.get(layer)[(head * s.n + row) * s.n + column];
      }
    }
    return sum;
  }

  /** Adds all places in a sentence where a figure occurs to a list. */
  private interface Places {
    void of(Object id, Sentence sentence, List<Place> to);
  }

  private List<Place> strongest(Places places) {
    List<Place> strongest = new ArrayList<>();
    Comparator<Place> order = Comparator.comparingDouble(Place::weight).reversed();
    sentences.forEach(
        (id, sentence) -> {
          List<Place> all = new ArrayList<>();
          places.of(id, sentence, all);
          all.stream().min(order).ifPresent(strongest::add);
        });
    strongest.sort(order.thenComparing(place -> ((Number) place.id()).longValue()));
    return strongest;
  }

  List<Place> link(String query, String key) {
    return strongest(
        (id, s, to) -> {
          for (int q = 0; q < s.words.size(); q++) {
            for (int k = 0; k < s.words.size(); k++) {
              if (q != k && s.words.get(q).equals(query) && s.words.get(k).equals(key)) {
                double sum = 0;
                for (int layer : s.attention.keySet()) {
                  for (int head = 0; head < heads; head++) {
                    sum += weight(s, layer, head, s.places.get(q), s.places.get(k));
                  }
                }
                double mean = sum / heads / s.attention.size();
                to.add(new Place(mean, id, s.places.get(q).get(0), s.places.get(k).get(0)));
              }
            }
          }
        });
  }

  List<Place> word(String key) {
    return strongest(
        (id, s, to) -> {
          List<Integer> all = new ArrayList<>();
          for (int i = 0; i < s.n; i++) {
            all.add(i);
          }
          for (int k = 0; k < s.words.size(); k++) {
            if (s.words.get(k).equals(key)) {
              double sum = 0;
              for (int layer : s.attention.keySet()) {
                for (int head = 0; head < heads; head++) {
                  sum += received(s, layer, head, all, s.places.get(k));
                }
              }
              double mean = sum / heads / s.attention.size();
              to.add(new Place(mean, id, null, s.places.get(k).get(0)));
            }
          }
        });
  }

  List<Place> relation(String relation, boolean toGovernor, int layer, int head) {
    return strongest(
        (id, s, to) -> {
          if (s.cut || s.governors.size() != s.words.size()) {
            return;
          }
          for (int word = 0; word < s.words.size(); word++) {
            int governor = s.governors.get(word) - 1;
            if (governor >= 0 && s.relations.get(word).equals(relation)) {
              List<Integer> from = s.places.get(toGovernor ? word : governor);
              List<Integer> at = s.places.get(toGovernor ? governor : word);
              double weight = weight(s, layer, head, from, at);
              to.add(new Place(weight, id, from.get(0), at.get(0)));
            }
          }
        });
  }
}
