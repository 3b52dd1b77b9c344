package io.corpusattention.analysis.example;

import io.corpusattention.analysis.MeterPlan;
import io.corpusattention.analysis.MeteredRow;
import io.corpusattention.analysis.word.WordLink;
import io.corpusattention.analysis.word.Words;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds where in a sentence links between words are strong, and where words receive much attention.
 * The weight of a link is that of two words of the sentence, and the weight of a word is what one
 * occurrence receives. Both are computed as {@code LinkMeter} does.
 */
final class WordExamples {
  private final MeterPlan plan;
  private final boolean selfAttention;
  private final Map<String, Map<String, Integer>> links =
      new HashMap<>(); // by query word, then by key word
  private final Map<String, Integer> words = new HashMap<>();

  // The current sentence.
  private Words keys;
  private Words queries; // null if unknown
  private int[][] meetings = {}; // by word of the queries: figure, word of the keys, figure, ...
  private double[][] weights = {}; // the weights of the meetings
  private int[] figures = {}; // by word of the keys; -1 for none
  private double[] received = {}; // by word of the keys: the sum over queries and heads
  private boolean sought; // whether the sentence has a link or word to find

  // The current query.
  private double[] sums = {}; // [n], sums over heads
  private double[] toWords = {}; // by word of the keys, sums over heads

  WordExamples(MeterPlan plan, Sought sought) {
    this.plan = plan;
    this.selfAttention = plan.measures().selfAttention();
    for (int i = 0; i < sought.links().size(); i++) {
      WordLink link = sought.links().get(i);
      links.computeIfAbsent(link.queryWord(), any -> new HashMap<>()).put(link.keyWord(), i);
    }
    for (int i = 0; i < sought.words().size(); i++) {
      words.put(sought.words().get(i).word(), sought.firstWord() + i);
    }
  }

  /**
   * Begins a sentence.
   *
   * @param ofQueries the words of the queries, or null if unknown; in self-attention, those of the
   *     keys
   */
  void begin(Words ofKeys, Words ofQueries) {
    keys = ofKeys;
    queries = ofQueries;
    figures = Arrays.stream(keys.words()).mapToInt(word -> words.getOrDefault(word, -1)).toArray();
    received = new double[figures.length];
    sought = Arrays.stream(figures).anyMatch(figure -> figure >= 0);
    meetings = new int[queries == null ? 0 : queries.words().length][];
    weights = new double[meetings.length][];
    for (int query = 0; query < meetings.length; query++) {
      meetings[query] = meetings(query);
      weights[query] = new double[meetings[query].length / 2];
      sought |= meetings[query].length > 0;
    }
  }

  private int[] meetings(int query) {
    Map<String, Integer> byKey = links.getOrDefault(queries.words()[query], Map.of());
    int[] found = new int[byKey.isEmpty() ? 0 : 2 * keys.words().length];
    int count = 0;
    for (int key = 0; 2 * key < found.length; key++) {
      Integer figure = byKey.get(keys.words()[key]);
      if (figure != null && !(selfAttention && key == query)) {
        found[count++] = figure;
        found[count++] = key;
      }
    }
    return Arrays.copyOf(found, count);
  }

  /** Takes a row of the sentence. */
  void take(MeteredRow row) {
    int first = row.layer() * plan.heads();
    int linked = plan.linked().nextSetBit(first);
    if (!sought || linked < 0 || linked >= first + plan.heads()) {
      return;
    }
    for (int i = 0; i < row.numQueries(); i++) {
      addUp(row, i);
      for (int word = 0; word < received.length; word++) {
        received[word] += toWords[word];
      }
      int asking = queries == null ? -1 : queries.wordOf()[row.queryStart() + i];
      for (int met = 0; asking >= 0 && met < weights[asking].length; met++) {
        weights[asking][met] += toWords[meetings[asking][2 * met + 1]];
      }
    }
  }

  /** Sums the weights from a query to each word over the heads that the plan links words with. */
  private void addUp(MeteredRow row, int query) {
    int n = row.numTokens();
    if (sums.length < n) {
      sums = new double[n];
    }
    Arrays.fill(sums, 0, n, 0);
    for (int head = 0; head < plan.heads(); head++) {
      if (plan.linked().get(row.layer() * plan.heads() + head)) {
        int from = (head * row.numQueries() + query) * n;
        for (int j = 0; j < n; j++) {
          sums[j] += row.attention()[from + j];
        }
      }
    }
    if (toWords.length < received.length) {
      toWords = new double[received.length];
    }
    Arrays.fill(toWords, 0, received.length, 0);
    for (int j = 0; j < n; j++) {
      if (keys.wordOf()[j] >= 0) {
        toWords[keys.wordOf()[j]] += sums[j];
      }
    }
  }

  /** Ends a sentence and offers its examples. Call it after all rows have been taken. */
  void end(SentenceExamples to) {
    if (!sought) {
      return;
    }
    double heads = plan.linked().cardinality();
    int[] places = keys.places();
    for (int word = 0; word < received.length; word++) {
      if (figures[word] >= 0) {
        to.offer(figures[word], received[word] / heads, Example.NO_PLACE, places[word]);
      }
    }
    int[] pieces = queries == null ? null : queries.pieces();
    int[] queryPlaces = queries == null ? null : queries.places();
    for (int query = 0; query < meetings.length; query++) {
      for (int met = 0; met < weights[query].length; met++) {
        double weight = weights[query][met] / heads / pieces[query];
        int key = meetings[query][2 * met + 1];
        to.offer(meetings[query][2 * met], weight, queryPlaces[query], places[key]);
      }
    }
  }
}
