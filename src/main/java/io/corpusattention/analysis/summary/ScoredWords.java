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
 * The words of a sentence with their scores, from which summaries and keywords are made. Scores are
 * fixed-point numbers in units of 2⁻³², so they add up to the same bits in any order.
 *
 * @param words [w] the words in order, without special tokens
 * @param starts [w] the index of each word's first token
 * @param ends [w] the index after each word's last token
 * @param content [w] whether each word is neither punctuation nor a stop word
 * @param received [w] the attention that each word's tokens receive together, by any measure
 * @param ranks [w] the sum of the {@link SamRank} scores of each word's tokens, or null if not
 *     requested
 */
@SuppressWarnings("ArrayRecordComponent") // only passed on, never compared
public record ScoredWords(
    String[] words, int[] starts, int[] ends, boolean[] content, long[] received, long[] ranks)
    implements Serializable {
  /**
   * The maximum number of words of a phrase. A longer run is a clause that happens to have no stop
   * words.
   */
  private static final int LONGEST_PHRASE = 4;

  /** Adjacent content words, with the sum of their ranks in units of 2⁻³². */
  public record Phrase(List<String> words, long score) {}

  /**
   * Combines the scores of tokens into scores of words.
   *
   * @param words the words of a sentence of n tokens
   * @param received [n] the attention that each token receives, in units of 2⁻³²
   * @param ranks [n] the score of each token in units of 2⁻³², or null
   * @throws ArithmeticException if a sum overflows a long
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

  /** Converts a fixed-point number in units of 2⁻³² to a double. */
  public static double value(long fixed) {
    return fixed / WideSums.ONE;
  }

  /**
   * Returns the indices of the content words that receive the most attention, in sentence order. On
   * a tie, the earlier word wins.
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

  /** Returns the number of content words, which are the candidates for the summary. */
  public int candidates() {
    int count = 0;
    for (boolean fits : content) {
      count += fits ? 1 : 0;
    }
    return count;
  }

  /**
   * Returns the key phrases: runs of two to four content words, bounded by a stop word,
   * punctuation, a special token or an end of the sentence on either side. A phrase's score is the
   * sum of its words' ranks, so ranks must not be null.
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

  /** Returns all words, separated by spaces. */
  public String text() {
    return String.join(" ", words);
  }
}
