package io.corpusattention.analysis.word;

import io.corpusattention.analysis.WideSums;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * The findings about words, from a corpus or from the pairs that one task holds.
 *
 * @param links the links between words, strongest first
 * @param words the words that receive most attention, highest first
 */
public record WordFindings(List<WordLink> links, List<ReceivingWord> words)
    implements Serializable {
  /**
   * Selects the strongest links and words from complete sums.
   *
   * @param minCount the minimum number of meetings of a pair and of occurrences of a word; rarer
   *     ones are left out
   * @param most the maximum number of links, and also of words
   * @param rollout whether the sums include what words receive from a rollout
   */
  public static WordFindings of(
      PairSums sums, WordIndex index, long minCount, int most, boolean rollout) {
    Top<WordLink> links = new Top<>(WordLink.STRONGEST_FIRST, most);
    Top<ReceivingWord> words = new Top<>(ReceivingWord.MOST_FIRST, most);
    sums.forEach(
        (pair, sum, count) -> {
          int query = (int) (pair >> Integer.SIZE);
          String key = index.word((int) pair);
          double mean = sum / WideSums.ONE / count;
          if (query == PairSums.RECEIVED && count >= minCount) {
            long rolledOut = sums.sum(PairSums.pair(PairSums.ROLLED_OUT, (int) pair));
            Double ofRollout = rollout ? rolledOut / WideSums.ONE / count : null;
            words.offer(new ReceivingWord(key, mean, count, ofRollout));
          } else if (query >= 0 && count >= minCount) {
            links.offer(new WordLink(index.word(query), key, mean, count));
          }
        });
    return new WordFindings(links.inOrder(), words.inOrder());
  }

  /** Merges two findings. Keeps the strongest links and words, at most {@code most} of each. */
  public WordFindings plus(WordFindings other, int most) {
    Top<WordLink> bestLinks = new Top<>(WordLink.STRONGEST_FIRST, most);
    links.forEach(bestLinks::offer);
    other.links.forEach(bestLinks::offer);
    Top<ReceivingWord> bestWords = new Top<>(ReceivingWord.MOST_FIRST, most);
    words.forEach(bestWords::offer);
    other.words.forEach(bestWords::offer);
    return new WordFindings(bestLinks.inOrder(), bestWords.inOrder());
  }

  /** Keeps the first items in an order, up to a maximum number. */
  private static final class Top<T> {
    private final Comparator<T> order;
    private final int most;
    private final PriorityQueue<T> kept; // the last one in order is at the head

    Top(Comparator<T> order, int most) {
      this.order = order;
      this.most = most;
      this.kept = new PriorityQueue<>(order.reversed());
    }

    void offer(T item) {
      if (kept.size() < most || order.compare(item, kept.peek()) < 0) {
        kept.add(item);
        if (kept.size() > most) {
          kept.remove();
        }
      }
    }

    List<T> inOrder() {
      List<T> items = new ArrayList<>(kept);
      items.sort(order);
      return items;
    }
  }
}
