package io.corpusattention.job.report;

import io.corpusattention.analysis.word.TokenClasses;
import io.corpusattention.report.SentenceFigure;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * Chooses the heads that are drawn when a page opens, if the user named none: the heads with the
 * heaviest links of the selected word in the first sentence. Attention to a word is the sum over
 * its pieces; attention from a word is the mean over its pieces (Clark et al. 2019, section 4), as
 * on the page and in {@code jobs/attend --show}.
 */
final class FirstHeads {
  /** The number of words that links are drawn to. */
  private static final int WORDS = 3;

  private FirstHeads() {}

  private record Link(double weight, int head) {}

  /**
   * Returns the heads of a sentence, numbered through all layers, those with the heaviest links
   * first.
   *
   * @param selfAttention whether the selected query is a token of the sentence
   */
  static List<Integer> of(SentenceFigure sentence, boolean selfAttention) {
    if (sentence.heads() == 1) {
      return List.of(0);
    }
    if (sentence.held() < 0) {
      return List.of();
    }
    int own = selfAttention ? sentence.wordOf().get(sentence.held()) : -1;
    Link[] heaviest = new Link[sentence.words().size()];
    for (int head = 0; head < sentence.heads(); head++) {
      double[] given = given(sentence, own, head);
      for (int word = 0; word < given.length; word++) {
        if (given[word] > (heaviest[word] == null ? 0 : heaviest[word].weight)) {
          heaviest[word] = new Link(given[word], head);
        }
      }
    }
    return IntStream.range(0, heaviest.length)
        .filter(word -> word != own && !TokenClasses.punctuation(sentence.words().get(word)))
        .mapToObj(word -> heaviest[word])
        .filter(Objects::nonNull)
        .sorted(Comparator.comparingDouble(link -> -link.weight))
        .limit(WORDS)
        .map(Link::head)
        .distinct()
        .toList();
  }

  /**
   * Returns the attention from the selected word to each word in a head.
   *
   * @param own index of the selected word, whose pieces are all queries; negative if the query is
   *     not part of a word
   */
  private static double[] given(SentenceFigure sentence, int own, int head) {
    int queries = sentence.queries().size();
    int n = sentence.keys().size();
    double[] given = new double[sentence.words().size()];
    int asking = 0;
    for (int query = 0; query < queries; query++) {
      if (own < 0 ? query == sentence.held() : sentence.wordOf().get(query) == own) {
        asking++;
        for (int key = 0; key < n; key++) {
          int word = sentence.wordOf().get(key);
          if (word >= 0) {
            given[word] += sentence.weights()[(head * queries + query) * n + key];
          }
        }
      }
    }
    for (int word = 0; word < given.length; word++) {
      given[word] /= Math.max(1, asking);
    }
    return given;
  }
}
