package io.corpusattention.analysis.summary;

import io.corpusattention.analysis.WideSums;
import io.corpusattention.analysis.word.TokenClasses;
import io.corpusattention.analysis.word.Words;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The words of a sentence with their scores: what summaries and keywords are made of. Scores are in
 * fixed point, in units of 2⁻³², so that they add up to the same bits in any order.
 *
 * @param words [w] in their order, without special tokens
 * @param starts [w] each word's first token
 * @param ends [w] the token after each word's last
 * @param content [w] whether it is neither punctuation nor a stop word
 * @param received [w] what its tokens receive, summed, by whatever measure
 * @param ranks [w] its tokens' scores by {@link SamRank}, summed; null where they were not asked
 *     for
 */
@SuppressWarnings("ArrayRecordComponent") // passed on, not compared
public record ScoredWords(
    String[] words, int[] starts, int[] ends, boolean[] content, long[] received, long[] ranks)
    implements Serializable {
  /** A longer run of words is a clause that happens to have no stop word. */
  private static final int LONGEST_PHRASE = 4;

  /** Content words that stand side by side. */
  public record Phrase(List<String> words, long score) {}

  /**
   * Puts scores together.
   *
   * @param words of a sentence of n tokens
   * @param received [n] for each token
   * @param ranks [n], or null
   */
  public static ScoredWords of(Words words, StopWords stopWords, long[] received, long[] ranks) {
    int count = words.words().length;
    int[] starts = new int[count];
    int[] ends = new int[count];
    Arrays.fill(starts, -1);
    for (int i = 0; i < words.wordOf().length; i++) {
      int word = words.wordOf()[i];
      if (word >= 0) {
        starts[word] = starts[word] < 0 ? i : starts[word];
        ends[word] = i + 1;
      }
    }
    return new ScoredWords(
        words.words(),
        starts,
        ends,
        stopWords.content(words.words()),
        ofWords(words, received),
        ranks == null ? null : ofWords(words, ranks));
  }

  private static long[] ofWords(Words words, long[] ofTokens) {
    long[] sums = new long[words.words().length];
    for (int i = 0; i < ofTokens.length; i++) {
      int word = words.wordOf()[i];
      if (word >= 0) {
        sums[word] = Math.addExact(sums[word], ofTokens[i]);
      }
    }
    return sums;
  }

  /** A fixed-point number as it is. */
  public static double value(long fixed) {
    return fixed / WideSums.ONE;
  }

  /**
   * The content words that receive most attention, in their order in the sentence; of equals the
   * earlier.
   */
  public int[] summary(SummaryLength length) {
    int all = (int) Arrays.stream(words).filter(word -> !TokenClasses.punctuation(word)).count();
    return IntStream.range(0, words.length)
        .filter(word -> content[word])
        .boxed()
        .sorted(Comparator.comparingLong((Integer word) -> -received[word])) // a stable sort
        .limit(length.of(all))
        .mapToInt(Integer::intValue)
        .sorted()
        .toArray();
  }

  /** How many words may be kept: all content words. */
  public int candidates() {
    int count = 0;
    for (boolean fits : content) {
      count += fits ? 1 : 0;
    }
    return count;
  }

  /**
   * Key phrases: runs of two, three or four content words, with a stop word, punctuation, a special
   * token or the sentence's end on either side. A phrase's score is the sum of its words' ranks.
   */
  public List<Phrase> phrases() {
    List<Phrase> phrases = new ArrayList<>();
    for (int from = 0; from < words.length; ) {
      int to = from + 1;
      while (content[from] && to < words.length && content[to] && starts[to] == ends[to - 1]) {
        to++;
      }
      if (to - from > 1 && to - from <= LONGEST_PHRASE) {
        phrases.add(
            new Phrase(
                List.of(Arrays.copyOfRange(words, from, to)),
                Arrays.stream(ranks, from, to).reduce(0, Math::addExact)));
      }
      from = to;
    }
    return phrases;
  }

  /** All words, with a blank between each two. */
  public String text() {
    return String.join(" ", words);
  }
}
