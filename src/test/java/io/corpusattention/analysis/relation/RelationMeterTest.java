package io.corpusattention.analysis.relation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.corpusattention.analysis.relation.RelationFindings.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Verifies that a head finds exactly the words whose governors its attention points to. */
class RelationMeterTest {
  private static final Direction TO = Direction.TO_GOVERNOR;
  private static final Direction FROM = Direction.FROM_GOVERNOR;

  private final RelationSums sums = new RelationSums(2);
  private final RelationMeter meter = new RelationMeter(2, sums);

  /** Measures a sentence whose tokens are words, with two heads. */
  private void add(Syntax syntax, float[][] one, float[][] other) {
    int n = one.length;
    add(syntax, IntStream.range(0, n).toArray(), n, one, other);
  }

  /** Measures a sentence with two heads, each [n][n]. */
  private void add(Syntax syntax, int[] wordOf, int words, float[][] one, float[][] other) {
    int n = wordOf.length;
    int[] pieces = new int[words];
    Arrays.stream(wordOf).filter(word -> word >= 0).forEach(word -> pieces[word]++);
    meter.begin(syntax, wordOf, pieces);
    // In two tiles, if there are at least two queries.
    for (int start = 0; start < n; start += (n + 1) / 2) {
      int count = Math.min((n + 1) / 2, n - start);
      float[] attention = new float[2 * count * n];
      for (int i = 0; i < count; i++) {
        System.arraycopy(one[start + i], 0, attention, i * n, n);
        System.arraycopy(other[start + i], 0, attention, (count + i) * n, n);
      }
      meter.take(0, attention, start, count);
    }
    meter.end();
  }

  private static Syntax syntax(String heads, String relations) {
    int[] numbers = Arrays.stream(heads.split(" ", -1)).mapToInt(Integer::parseInt).toArray();
    return new Syntax(numbers, relations.split(" ", -1), false);
  }

  /** Each word gives all weight to its governor; the root gives it to itself. */
  private static float[][] toGovernors(Syntax syntax) {
    int n = syntax.heads().length;
    float[][] weights = new float[n][n];
    for (int word = 0; word < n; word++) {
      weights[word][syntax.heads()[word] > 0 ? syntax.heads()[word] - 1 : word] = 1;
    }
    return weights;
  }

  /** Each word spreads its weight evenly over the words that it governs. */
  private static float[][] fromGovernors(Syntax syntax) {
    int n = syntax.heads().length;
    float[][] weights = new float[n][n];
    for (int word = 0; word < n; word++) {
      if (syntax.heads()[word] > 0) {
        weights[syntax.heads()[word] - 1][word] = 0.25F;
      }
    }
    return weights;
  }

  private static float[][] uniform(int n) {
    float[][] weights = new float[n][n];
    for (float[] row : weights) {
      Arrays.fill(row, 1F / n);
    }
    return weights;
  }

  private RelationFindings found() {
    return RelationFindings.of(sums, Collections.singletonList(null));
  }

  private Row row(String relation, Direction direction, int head) {
    return found().rows().stream()
        .filter(r -> r.relation().equals(relation))
        .filter(r -> r.direction() == direction && r.head() == head)
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + relation + " in " + found().rows()));
  }

  @Test
  void aHeadThatLeadsEveryWordToItsGovernorFindsAll() {
    Syntax syntax = syntax("2 3 0 5 3", "det nsubj root det obj");
    add(syntax, toGovernors(syntax), fromGovernors(syntax));
    add(syntax, toGovernors(syntax), fromGovernors(syntax));
    for (String relation : List.of("det", "nsubj", "obj")) {
      assertThat(row(relation, TO, 0).share()).isEqualTo(1);
      assertThat(row(relation, FROM, 1).share()).isEqualTo(1);
      assertThat(row(relation, TO, 0).low()).isEqualTo(1);
      assertThat(row(relation, TO, 0).high()).isEqualTo(1);
    }
    assertThat(row("det", TO, 0).words()).isEqualTo(4);
    assertThat(row("det", TO, 0).offset()).isEqualTo(1);
    assertThat(row("det", TO, 0).offsetShare()).isEqualTo(1);
    assertThat(row("obj", TO, 0).offset()).isEqualTo(-2);
    assertThat(found().rows().get(0).relation()).isEqualTo("det"); // the most frequent one
    assertThat(found().rows()).hasSize(3 * 2 * 2);
  }

  @Test
  void rootsPunctuationAndWordsWithoutAHeadAreNotCounted() {
    Syntax syntax = syntax("2 0 -1 2", "nsubj root obj punct");
    add(syntax, toGovernors(syntax), uniform(4));
    assertThat(found().rows()).extracting(Row::relation).containsOnly("nsubj");
    assertThat(row("nsubj", TO, 0).words()).isEqualTo(1);
    assertThat(row("nsubj", TO, 0).low()).isNaN(); // one sentence has no interval
    assertThat(found().sentences()).isEqualTo(1);
  }

  @Test
  void ofEqualsTheEarlierWordCountsAndAWordsOwnPlaceIsNone() {
    // Word 1 gives most weight to itself, and less but equal weights to words 0 and 2.
    float[][] weights = {{0.5F, 0.5F, 0}, {0.2F, 0.6F, 0.2F}, {0, 1, 0}};
    add(syntax("0 1 2", "root early last"), weights, uniform(3));
    add(syntax("3 3 0", "one late root"), weights, uniform(3));
    assertThat(row("early", TO, 0).share()).isEqualTo(1);
    assertThat(row("late", TO, 0).share()).isZero();
    assertThat(row("early", TO, 1).share()).isEqualTo(1);
    assertThat(row("late", TO, 1).share()).isZero();
    assertThat(row("one", TO, 1).share()).isZero();
    // Only word 1 attends to word 2. Of the other words, word 2 attends most to word 1.
    assertThat(row("last", FROM, 0).share()).isEqualTo(1);
    assertThat(row("early", FROM, 0).share()).isZero();
  }

  @Test
  void piecesAreAddedUpAsKeysAndAveragedAsQueriesAndSpecialTokensLeftOut() {
    // [CLS] 0 1 1 2 2 2 [SEP]. Word 0 gives most to a piece of word 1, but in sum most to word 2.
    int[] wordOf = {-1, 0, 1, 1, 2, 2, 2, -1};
    float[][] sums = new float[8][8];
    sums[1] = new float[] {0.4F, 0, 0.19F, 0, 0.07F, 0.07F, 0.07F, 0.2F};
    // The pieces of word 1 give 0.9 and 0 to word 0, and 0.1 and 0.9 to word 2: 0.45 and 0.5 on
    // average.
    sums[2] = new float[] {0, 0.9F, 0, 0, 0.1F, 0, 0, 0};
    sums[3] = new float[] {0, 0, 0, 0, 0.3F, 0.3F, 0.3F, 0.1F};
    // Each piece of word 2 gives 0.1 to word 1, 0.05 to word 0, and most to a special token.
    for (int piece = 4; piece < 7; piece++) {
      sums[piece] = new float[] {0.8F, 0.05F, 0.05F, 0.05F, 0, 0, 0, 0.05F};
    }
    float[][] rest = uniform(8);
    add(syntax("3 0 2", "a root c"), wordOf, 3, sums, rest);
    add(syntax("0 3 0", "root b root"), wordOf, 3, sums, rest);
    assertThat(row("a", TO, 0).share()).isEqualTo(1);
    assertThat(row("b", TO, 0).share()).isEqualTo(1);
    assertThat(row("c", TO, 0).share()).isEqualTo(1);
    // Word 2 receives 0.5 from word 1, its governor in relation c, and 0.21 from word 0.
    assertThat(row("c", FROM, 0).share()).isEqualTo(1);
    // Word 0 receives most from word 1, but its governor is word 2.
    assertThat(row("a", FROM, 0).share()).isZero();
    // An even head gives most to the word of three pieces. All words give the same, so word 0 wins.
    assertThat(row("a", TO, 1).share()).isEqualTo(1);
    assertThat(row("c", TO, 1).share()).isEqualTo(1);
    assertThat(row("b", FROM, 1).share()).isZero();
  }

  @Test
  void sentencesThatWereCutOrLackAPieceAreLeftOutAndCounted() {
    Syntax whole = syntax("2 3 0", "det nsubj root");
    Syntax cut = new Syntax(whole.heads(), whole.relations(), true);
    add(cut, toGovernors(whole), uniform(3));
    // The last word has no piece.
    add(whole, new int[] {0, 1}, 2, uniform(2), uniform(2));
    assertThat(found().rows()).isEmpty();
    add(null, uniform(3), uniform(3));
    add(syntax("0", "root"), uniform(1), uniform(1));
    RelationFindings found = found();
    assertThat(found.rows()).isEmpty();
    assertThat(found.cut()).isEqualTo(1);
    assertThat(found.withoutPieces()).isEqualTo(1);
    assertThat(found.sentences()).isZero();
    add(whole, toGovernors(whole), uniform(3));
    assertThat(found().sentences()).isEqualTo(1);
    assertThat(row("det", TO, 0).words()).isEqualTo(1);
  }

  /**
   * Computes the formula of Cochran 1977, section 6.4, in floating point. 3.182446… is the 97.5 %
   * quantile of Student's t with 3 degrees of freedom.
   */
  @Test
  void theIntervalIsThatOfARatioOfSumsOverSentences() {
    int[] words = {1, 4, 2, 5};
    int[] hits = {1, 1, 2, 3};
    for (int s = 0; s < words.length; s++) {
      // The governor of each word is the previous word. The head finds the first few of them.
      int n = words[s] + 1;
      StringBuilder heads = new StringBuilder("0");
      StringBuilder names = new StringBuilder("root");
      float[][] weights = new float[n][n];
      for (int word = 1; word < n; word++) {
        heads.append(' ').append(word);
        names.append(" x");
        boolean hit = word <= hits[s];
        weights[word][hit ? word - 1 : word > 1 ? word - 2 : 0] = 1;
      }
      add(syntax(heads.toString(), names.toString()), weights, uniform(n));
    }
    double total = IntStream.of(words).sum();
    double share = IntStream.of(hits).sum() / total;
    double squares = 0;
    for (int s = 0; s < words.length; s++) {
      squares += Math.pow(hits[s] - share * words[s], 2);
    }
    int m = words.length;
    double half = 3.182446305284263 * Math.sqrt(m / (m - 1.0) * squares) / total;
    Row row = row("x", TO, 0);
    assertThat(row.share()).isCloseTo(share, within(1e-12));
    assertThat(row.low()).isCloseTo(share - half, within(1e-9));
    assertThat(row.high()).isCloseTo(Math.min(1, share + half), within(1e-9));
    assertThat(row.words()).isEqualTo(12);
    assertThat(row.offset()).isEqualTo(-1);
  }

  @Test
  void partsAddUpToTheWhole() {
    Syntax syntax = syntax("2 3 0 5 3", "det nsubj root det obj");
    Syntax other = syntax("0 1", "root nsubj");
    RelationSums first = new RelationSums(2);
    RelationSums second = new RelationSums(2);
    List<RelationSums> parts = new ArrayList<>(List.of(first, second, sums));
    for (RelationSums part : parts) {
      RelationMeter own = part == sums ? meter : new RelationMeter(2, part);
      if (part != second) {
        own.begin(syntax, new int[] {0, 1, 2, 3, 4}, new int[] {1, 1, 1, 1, 1});
        own.take(0, new float[50], 0, 5);
        own.end();
      }
      if (part != first) {
        own.begin(other, new int[] {0, 1}, new int[] {1, 1});
        own.take(0, new float[] {0, 1, 1, 0, 1, 0, 1, 0}, 0, 2);
        own.end();
      }
    }
    RelationFindings whole = found();
    assertThat(RelationFindings.of(second.add(first), Collections.singletonList(null)))
        .isEqualTo(whole);
    assertThat(whole.rows()).isNotEmpty();
  }

  @Test
  void theBestHeadOfARelationIsToldWhereTheRelationIsFrequent() {
    Syntax syntax = syntax("2 3 0 5 3", "det nsubj root det obj");
    for (int i = 0; i < 50; i++) {
      assertThat(found().best()).isEmpty();
      add(syntax, toGovernors(syntax), fromGovernors(syntax));
    }
    assertThat(found().best()).extracting(Row::relation).containsExactly("det", "det");
    assertThat(found().best().get(0)).isEqualTo(row("det", TO, 0));
    assertThat(found().best().get(1)).isEqualTo(row("det", FROM, 1));
  }
}
