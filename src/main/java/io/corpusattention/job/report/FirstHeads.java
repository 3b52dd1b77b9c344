package io.corpusattention.job.report;

import io.corpusattention.analysis.word.TokenClasses;
import io.corpusattention.report.SentenceFigure;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The heads that are drawn when a page opens and nobody has named any: those of the heaviest links
 * of the word that is held in the first sentence. To a word goes the sum over its pieces, and from
 * one the mean over its pieces (Clark et al. 2019, section 4), as on the page and in {@code
 * jobs/attend --show}.
 */
final class FirstHeads {
  /** Words to which links are drawn. */
  private static final int WORDS = 3;

  private FirstHeads() {}

  private record Link(double weight, int head) {}

  /**
   * The heads of a sentence, counted through all layers, those of the heaviest links first.
   *
   * @param selfAttention whether the query that is held is a token of the sentence
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
   * What the word that is held gives to each word in a head.
   *
   * @param own the word, all of whose pieces ask; below 0 where a query asks that is none
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
