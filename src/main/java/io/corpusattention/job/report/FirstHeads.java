package io.corpusattention.job.report;

import io.corpusattention.analysis.word.TokenClasses;
import io.corpusattention.report.SentenceFigure;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The heads that are drawn when a page opens and nobody has named any: those of the heaviest links
 * of the word that is held in the first sentence. This is what {@code jobs/attend --show} tells.
 */
final class FirstHeads {
  /** Words to which links are drawn. */
  private static final int WORDS = 3;

  private FirstHeads() {}

  private record Link(float weight, int head) {}

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
    int n = sentence.keys().size();
    int queries = sentence.queries().size();
    for (int head = 0; head < sentence.heads(); head++) {
      for (int query = 0; query < queries; query++) {
        // All pieces of the word ask; what is no word of the sentence asks alone.
        if (own < 0 ? query == sentence.held() : sentence.wordOf().get(query) == own) {
          keepHeaviest(sentence, head, (head * queries + query) * n, heaviest);
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

  /** Takes the weights of a query, from {@code at}, for each word the heaviest. */
  private static void keepHeaviest(SentenceFigure sentence, int head, int at, Link[] heaviest) {
    for (int key = 0; key < sentence.keys().size(); key++) {
      int word = sentence.wordOf().get(key);
      float weight = sentence.weights()[at + key];
      float before = word < 0 || heaviest[word] == null ? 0 : heaviest[word].weight;
      if (word >= 0 && weight > before) {
        heaviest[word] = new Link(weight, head);
      }
    }
  }
}
