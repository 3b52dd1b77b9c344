package io.corpusattention.job.attend;

import io.corpusattention.analysis.word.TokenMarks;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.attention.AttentionTile;
import io.corpusattention.attention.ContextOutput;
import io.corpusattention.attention.Queries;
import io.corpusattention.attention.SentenceBatch;
import io.corpusattention.corpus.BatchLoop;
import io.corpusattention.corpus.row.Rejection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The attention between the words of one sentence over all written layers, computed to show to the
 * user. Special tokens and punctuation are left out, and word pieces are joined.
 *
 * @param word the word that attends; null if the links say what each word receives
 * @param sentence the sentence as it was read
 * @param links the links, heaviest first
 */
public record WordAttention(String word, String sentence, List<Link> links) {
  /**
   * A word and its weight.
   *
   * @param layer the layer with the heaviest weight; -1 for what a word receives, which is a mean
   *     over all layers
   * @param head the head in that layer
   */
  public record Link(String word, double weight, int layer, int head) {}

  /**
   * Computes what a word attends to: for each other word, the heaviest weight over all layers and
   * heads. Attention to a word is the sum over its pieces; attention from a word is the mean over
   * its pieces (Clark et al. 2019, section 4).
   */
  static WordAttention from(String word, ShownSentence sentence, AttendInput input)
      throws IOException {
    int asking = sentence.asked();
    int[] wordOf = sentence.words().wordOf();
    long pieces = Arrays.stream(wordOf).filter(place -> place == asking).count();
    int heads = input.config().heads();
    Map<Integer, double[][]> layers = new TreeMap<>(); // of each [heads][words]
    each(
        sentence,
        input,
        tile -> {
          double[][] given =
              layers.computeIfAbsent(
                  tile.layer(), layer -> new double[heads][sentence.words().words().length]);
          int n = tile.numTokens();
          for (int i = 0; i < tile.attentionCount(); i++) {
            int query = tile.queryStart() + i / n % tile.numQueries();
            int to = wordOf[i % n];
            if (wordOf[query] == asking && to >= 0 && to != asking) {
              given[i / (tile.numQueries() * n)][to] += tile.attention()[i];
            }
          }
        });
    Link[] heaviest = new Link[sentence.words().words().length];
    layers.forEach(
        (layer, given) -> {
          for (int head = 0; head < heads; head++) {
            for (int to = 0; to < heaviest.length; to++) {
              double weight = given[head][to] / pieces;
              if (to != asking && (heaviest[to] == null || weight > heaviest[to].weight())) {
                heaviest[to] = new Link(null, weight, layer, head);
              }
            }
          }
        });
    return of(word, sentence, heaviest);
  }

  /**
   * Computes what each word receives from all tokens, summed over its pieces; a mean over layers
   * and heads.
   */
  static WordAttention received(ShownSentence sentence, AttendInput input) throws IOException {
    int[] wordOf = sentence.words().wordOf();
    double[] sums = new double[sentence.words().words().length];
    each(
        sentence,
        input,
        tile -> {
          for (int token = 0; token < tile.numTokens(); token++) {
            if (wordOf[token] >= 0) {
              sums[wordOf[token]] += tile.received()[token];
            }
          }
        });
    int layers = input.stack().kept().size();
    Link[] links =
        Arrays.stream(sums)
            .mapToObj(sum -> new Link(null, sum / layers, -1, -1))
            .toArray(Link[]::new);
    return of(null, sentence, links);
  }

  private static WordAttention of(String word, ShownSentence sentence, Link[] links) {
    TokenMarks marks = TokenMarks.of(sentence.words(), List.of());
    boolean[] punctuation = new boolean[links.length];
    for (int token = 0; token < marks.punctuation().length; token++) {
      if (marks.punctuation()[token]) {
        punctuation[sentence.words().wordOf()[token]] = true;
      }
    }
    List<Link> named = new ArrayList<>();
    for (int i = 0; i < links.length; i++) {
      if (links[i] != null && !punctuation[i]) {
        String name = sentence.words().words()[i];
        named.add(new Link(name, links[i].weight(), links[i].layer(), links[i].head()));
      }
    }
    named.sort(Comparator.comparingDouble(link -> -link.weight()));
    return new WordAttention(word, sentence.text(), List.copyOf(named));
  }

  /** Receives the tiles of a sentence. */
  private interface Tiles {
    void take(AttentionTile tile);
  }

  /**
   * Computes all tiles of a sentence with every weight. Computes none if its numbers are not
   * finite.
   */
  private static void each(ShownSentence sentence, AttendInput input, Tiles tiles)
      throws IOException {
    AttentionConfig full =
        input
            .config()
            .keeping(
                new AttentionOutput.Full(),
                ContextOutput.NONE,
                AttentionConfig.DEFAULT_MAX_ROW_BYTES);
    BatchLoop<ShownSentence> loop =
        new BatchLoop<>(
            input.stack().withoutHidden(),
            full,
            new Queries.Self(),
            new BatchLoop.Sink<>() {
              @Override
              public void accept(ShownSentence shown, AttentionTile tile) {
                tiles.take(tile);
              }

              @Override
              public void reject(ShownSentence shown, Rejection rejection) {
                // The job itself reports it.
              }
            });
    int n = sentence.words().wordOf().length;
    SentenceBatch batch = loop.roomFor(n, 0);
    int start = batch.add(0, n);
    System.arraycopy(
        sentence.embeddings(), 0, batch.embeddings(), start, sentence.embeddings().length);
    loop.added(sentence);
    loop.flush();
  }
}
