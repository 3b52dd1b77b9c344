package io.corpusattention.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.corpusattention.analysis.relation.Syntax;
import io.corpusattention.analysis.word.PairSums;
import io.corpusattention.analysis.word.WordFindings;
import io.corpusattention.analysis.word.WordIndex;
import io.corpusattention.analysis.word.Words;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Verifies the figures and labels of artificial heads, each of which does only one thing. */
class MadeHeadsTest {
  private static final String[] REPEATED = {"a", "b", "c", "a", "b", "c", "d", "a", "c"};
  private static final String[] FRAMED = {"[CLS]", "a", ",", "b", "a", "[SEP]"};

  /** The weights that a query of a sentence gives to each token. */
  @FunctionalInterface
  private interface Head {
    double[] weights(String[] tokens, int query);
  }

  /** Gives all weight to one position. */
  private static double[] all(String[] tokens, int key) {
    double[] weights = new double[tokens.length];
    weights[key] = 1;
    return weights;
  }

  private static double[] even(String[] tokens, List<Integer> keys) {
    double[] weights = new double[tokens.length];
    keys.forEach(key -> weights[key] = 1.0 / keys.size());
    return weights;
  }

  private static final Head FIRST = (tokens, query) -> all(tokens, 0);
  private static final Head OWN = MadeHeadsTest::all;
  private static final Head PREVIOUS = (tokens, query) -> all(tokens, Math.max(0, query - 1));
  private static final Head NEXT =
      (tokens, query) -> all(tokens, Math.min(tokens.length - 1, query + 1));
  private static final Head UNIFORM =
      (tokens, query) -> {
        List<Integer> keys = new ArrayList<>();
        for (int key = 0; key < tokens.length; key++) {
          keys.add(key);
        }
        return even(tokens, keys);
      };

  /**
   * Spreads the weight evenly over the tokens a fixed distance after each earlier token that equals
   * the query.
   */
  private static Head after(int places) {
    return (tokens, query) -> {
      List<Integer> keys = new ArrayList<>();
      for (int key = 0; key < query; key++) {
        if (tokens[key].equals(tokens[query])) {
          keys.add(key + places);
        }
      }
      return keys.isEmpty() ? all(tokens, query) : even(tokens, keys);
    };
  }

  private static final Head DUPLICATE = after(0);
  private static final Head INDUCTION = after(1);

  /** Measures sentences with the given heads in each layer. */
  private static CorpusFindings find(
      boolean causal, List<List<Head>> layers, String[]... sentences) {
    return find(causal, layers, Collections.nCopies(sentences.length, null), sentences);
  }

  private static CorpusFindings find(
      boolean causal, List<List<Head>> layers, List<Syntax> syntax, String[]... sentences) {
    int heads = layers.get(0).size();
    List<Integer> numbers = new ArrayList<>();
    for (int layer = 0; layer < layers.size(); layer++) {
      numbers.add(layers.size() == 1 ? null : (Integer) layer);
    }
    BitSet linked = new BitSet();
    linked.set(0, layers.size() * heads);
    Measures measures = new Measures(true, true, causal, List.of("[CLS]", "[SEP]"));
    boolean rollout = layers.size() > 1;
    MeterPlan plan = new MeterPlan(numbers, heads, measures, false, rollout, false, linked);
    WordIndex index = new WordIndex(List.of("a", "b"), List.of("a", "b"));
    PairSums pairs = new PairSums(2);
    MeterSink sink =
        new MeterSink() {
          @Override
          public void part(Object id, SentenceSums part) {
            throw new AssertionError("every sentence is whole");
          }

          @Override
          public void pairs(int part, long[] entries) {
            pairs.addAll(entries);
          }
        };
    CorpusMeter meter = new CorpusMeter(plan, true, index, 1, sink);
    for (int id = 0; id < sentences.length; id++) {
      String[] tokens = sentences[id];
      int n = tokens.length;
      Words words = Words.of(tokens, null);
      for (int layer = 0; layer < layers.size(); layer++) {
        float[] attention = new float[heads * n * n];
        for (int row = 0; row < heads * n; row++) {
          double[] weights = layers.get(layer).get(row / n).weights(tokens, row % n);
          for (int key = 0; key < n; key++) {
            attention[row * n + key] = (float) weights[key];
          }
        }
        meter.add(
            new MeteredRow(id, layer, attention, n, 0, n, words, words, syntax.get(id)), null);
      }
    }
    CorpusSums sums = meter.end();
    return CorpusFindings.of(sums, WordFindings.of(pairs, index, 1, 100, rollout));
  }

  private static CorpusFindings find(boolean causal, Head head, String[]... sentences) {
    return find(causal, List.of(List.of(head)), sentences);
  }

  private static double of(CorpusFindings findings, String statistic) {
    Estimate found = findings.heads().get(0).statistics().get(statistic);
    assertThat(found).as(statistic).isNotNull();
    assertThat(found.tokenMean()).as(statistic).isCloseTo(found.sentenceMean(), within(0.34));
    return found.sentenceMean();
  }

  @Test
  void anInductionHeadGivesAllToWhatFollowedItsToken() {
    CorpusFindings found = find(true, INDUCTION, REPEATED, REPEATED);
    assertThat(of(found, "share_induction")).isCloseTo(1, within(1e-7));
    assertThat(of(found, "share_duplicate")).isLessThan(0.2);
    assertThat(found.labels().get(0)).contains("induction").doesNotContain("duplicate");
    Estimate estimate = found.heads().get(0).statistics().get("share_induction");
    assertThat(estimate.tokens()).isEqualTo(2 * 5); // whose token occurred before: a b c, a, c
    assertThat(estimate.sentences()).isEqualTo(2);
    // Without a causal mask, there is no share of induction.
    assertThat(find(false, INDUCTION, REPEATED).heads().get(0).statistics())
        .doesNotContainKey("share_induction");
  }

  @Test
  void aHeadOfRepeatedTokensGivesAllToThem() {
    CorpusFindings found = find(true, DUPLICATE, REPEATED, new String[] {"a", "b"});
    assertThat(of(found, "share_duplicate")).isCloseTo(1, within(1e-7));
    assertThat(of(found, "share_induction")).isZero();
    assertThat(found.labels().get(0)).contains("duplicate").doesNotContain("induction");
    Estimate estimate = found.heads().get(0).statistics().get("share_duplicate");
    assertThat(estimate.tokens()).isEqualTo(5);
    assertThat(estimate.sentences()).isEqualTo(1); // the other sentence repeats no token
  }

  @Test
  void aHeadThatGivesAllToTheFirstTokenIsASink() {
    CorpusFindings found = find(false, FIRST, FRAMED, REPEATED, new String[] {"a"});
    assertThat(of(found, "sink_rate")).isEqualTo(1);
    assertThat(of(found, "sink_sentences")).isEqualTo(1);
    assertThat(of(found, "share_first")).isEqualTo(1);
    assertThat(of(found, "share_[CLS]")).isEqualTo(1); // of the one sentence that has it
    assertThat(of(found, "share_[SEP]")).isZero();
    assertThat(found.labels().get(0)).contains("sink", "first");
    Estimate rate = found.heads().get(0).statistics().get("sink_rate");
    assertThat(rate.tokens()).isEqualTo(5 + 8); // every query except the first
    assertThat(rate.sentences()).isEqualTo(2); // a sentence of one token has no other query
    assertThat(found.heads().get(0).statistics().get("share_[CLS]").sentences()).isEqualTo(1);

    CorpusFindings none = find(false, NEXT, FRAMED, REPEATED);
    assertThat(of(none, "sink_rate")).isZero();
    assertThat(of(none, "sink_sentences")).isZero();
    assertThat(none.labels().get(0)).doesNotContain("sink");
  }

  @Test
  void theMassOfANeighbourIsThatOfTheQueriesThatHaveIt() {
    Map<Head, Integer> offsets = Map.of(PREVIOUS, -1, NEXT, 1, OWN, 0);
    offsets.forEach(
        (head, offset) -> {
          CorpusFindings found = find(false, head, FRAMED, REPEATED);
          assertThat(of(found, "offset_" + offset)).isEqualTo(1);
          for (int other = -16; other <= 16; other++) {
            Estimate estimate = found.heads().get(0).statistics().get("offset_" + other);
            assertThat(estimate == null).as("offset " + other).isEqualTo(Math.abs(other) > 8);
            // A query at an end of the sentence, without that neighbor, attends to itself.
            if (estimate != null && other != offset && other != 0) {
              assertThat(estimate.sentenceMean()).as("offset " + other).isZero();
            }
          }
          assertThat(found.labels().get(0))
              .contains(offset == 0 ? "self" : offset < 0 ? "previous" : "next");
        });
    // A share is averaged over all queries, and the first has no previous token.
    assertThat(of(find(false, PREVIOUS, FRAMED), "share_previous"))
        .isCloseTo(5 / 6.0, within(1e-9));
  }

  /**
   * The governor is one or two positions after a word, so a fixed offset is right for half of the
   * words.
   */
  @Test
  void aHeadThatFindsARelationBetterThanAnyOffsetHasItsName() {
    String[][] orders = {{"d", "g", "x"}, {"d", "x", "g"}};
    Syntax[] heads = {
      new Syntax(new int[] {2, 0, 2}, new String[] {"det", "root", "dep"}, false),
      new Syntax(new int[] {3, 3, 0}, new String[] {"det", "dep", "root"}, false)
    };
    Head governor = (tokens, query) -> all(tokens, List.of(tokens).indexOf("g"));
    List<List<Head>> layers = List.of(List.of(UNIFORM, governor));
    for (int orderings = 1; orderings <= 2; orderings++) {
      String[][] sentences = new String[100][];
      List<Syntax> syntax = new ArrayList<>();
      for (int i = 0; i < sentences.length; i++) {
        sentences[i] = orders[i % orderings];
        syntax.add(heads[i % orderings]);
      }
      List<List<String>> labels = find(false, layers, syntax, sentences).labels();
      assertThat(labels.get(0)).noneMatch(label -> label.startsWith("relation:"));
      if (orderings == 1) { // a fixed offset also finds them all
        assertThat(labels.get(1)).noneMatch(label -> label.startsWith("relation:"));
      } else {
        assertThat(labels.get(1)).contains("relation:dep", "relation:det");
      }
      assertThat(find(false, layers, syntax.subList(0, 99), Arrays.copyOf(sentences, 99)).labels())
          .noneMatch(of -> of.toString().contains("relation:")); // 99 words are too few
    }
  }

  @Test
  void layersThatLeaveAllInPlaceLetEachTokenReceiveTheSame() {
    List<List<Head>> layers = Collections.nCopies(3, List.of(OWN, OWN));
    CorpusFindings found = find(false, layers, FRAMED);
    assertRollout(found, 1 / 6.0, 1 / 6.0, 1 / 6.0);
    assertThat(found.words().words()).hasSize(2).allMatch(word -> word.rollout() == 1);
  }

  /**
   * Computed by hand: if all n² entries of J are 1/n, then Â = (J + I) / 2, and the column means of
   * R are 1/n.
   */
  @Test
  void uniformLayersSpreadEvenly() {
    CorpusFindings found = find(false, Collections.nCopies(4, List.of(UNIFORM, UNIFORM)), FRAMED);
    assertRollout(found, 1 / 6.0, 1 / 6.0, 1 / 6.0);
    assertThat(found.layers()).hasSize(4);
    for (CorpusFindings.OfHead layer : found.layers()) {
      assertThat(layer.statistics().get("normalized_entropy").sentenceMean())
          .isCloseTo(1, within(1e-7));
    }
  }

  /**
   * Computed by hand for n tokens: if a layer gives all weight to the first token, then Â = (I + 1
   * e_0ᵀ) / 2. Below a uniform layer, the first token receives 1/2 + 1/(2n); above it, 1/4 +
   * 3/(4n).
   */
  @Test
  void theLowerLayerIsMultipliedFirst() {
    double n = FRAMED.length;
    double lower = 0.5 + 1 / (2 * n);
    CorpusFindings first = find(false, List.of(List.of(FIRST), List.of(UNIFORM)), FRAMED);
    assertRollout(first, lower, 1 / (2 * n), 1 / (2 * n));
    double upper = 0.25 + 3 / (4 * n);
    CorpusFindings last = find(false, List.of(List.of(UNIFORM), List.of(FIRST)), FRAMED);
    double others = (1 - upper) / (n - 1);
    assertRollout(last, upper, others, others);
    // A word receives its token's share, times n.
    last.words().words().forEach(w -> assertThat(w.rollout()).isCloseTo(others * n, within(1e-6)));
    // Heads of a layer are averaged.
    CorpusFindings mixed = find(false, List.of(List.of(FIRST, OWN), List.of(OWN, OWN)), FRAMED);
    assertRollout(mixed, 0.25 + 0.75 / n, 0.75 / n, 0.75 / n);
  }

  private static void assertRollout(
      CorpusFindings found, double first, double last, double punctuation) {
    Map<String, Double> expected =
        Map.of(
            "rollout_first", first,
            "rollout_last", last,
            "rollout_special", first + last,
            "rollout_punctuation", punctuation,
            "rollout_[CLS]", first,
            "rollout_[SEP]", last);
    assertThat(found.rollout().keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (name, value) ->
            assertThat(found.rollout().get(name).sentenceMean())
                .as(name)
                .isCloseTo(value, within(1e-6)));
  }
}
