package io.corpusattention.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.analysis.word.PairSums;
import io.corpusattention.analysis.word.WordFindings;
import io.corpusattention.analysis.word.WordIndex;
import io.corpusattention.analysis.word.Words;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Verifies that the figures of a corpus have the same bits regardless of how its rows are cut,
 * distributed and ordered.
 */
class CorpusMeterTest {
  private static final int HEADS = 3;
  private static final List<String> WORDS = List.of("a", "b", "c", "d", "e");
  private static final WordIndex INDEX = new WordIndex(WORDS, WORDS);
  private static final MeterPlan PLAN =
      MeterPlan.of(
          Collections.singletonList(null), HEADS, new Measures(true, true, false, List.of()));

  /** A tile with {@code count} queries, beginning at {@code start}. */
  private record Tile(int sentence, int n, int start, int count, float[] attention, Words words) {}

  @Test
  void tilesAnywhereGiveTheBitsOfWholeSentences() {
    List<Tile> whole = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      whole.add(sentence(i));
    }
    CorpusFindings expected = findings(List.of(whole));
    assertThat(expected.sentences()).isEqualTo(40);
    assertThat(expected.words().links()).isNotEmpty();

    List<Tile> tiles = new ArrayList<>();
    for (Tile sentence : whole) {
      for (int query = 0; query < sentence.n(); query += 3) {
        tiles.add(cut(sentence, query, Math.min(3, sentence.n() - query)));
      }
    }
    for (int seed = 0; seed < 5; seed++) {
      Collections.shuffle(tiles, new Random(seed));
      List<List<Tile>> tasks = new ArrayList<>();
      for (int task = 0; task < 4; task++) {
        tasks.add(tiles.subList(task * tiles.size() / 4, (task + 1) * tiles.size() / 4));
      }
      assertThat(findings(tasks)).isEqualTo(expected);
    }
  }

  private static Tile sentence(int i) {
    Random random = new Random(i);
    int n = 1 + i % 17;
    float[] attention = new float[HEADS * n * n];
    for (int row = 0; row < HEADS * n; row++) {
      double total = 0;
      double[] weights = new double[n];
      for (int j = 0; j < n; j++) {
        weights[j] = Math.exp(3 * random.nextGaussian());
        total += weights[j];
      }
      for (int j = 0; j < n; j++) {
        attention[row * n + j] = (float) (weights[j] / total);
      }
    }
    String[] tokens = new String[n];
    for (int j = 0; j < n; j++) {
      tokens[j] = WORDS.get(random.nextInt(WORDS.size()));
    }
    return new Tile(i, n, 0, n, attention, Words.of(tokens, null));
  }

  private static Tile cut(Tile sentence, int start, int count) {
    int n = sentence.n();
    float[] attention = new float[HEADS * count * n];
    for (int head = 0; head < HEADS; head++) {
      System.arraycopy(
          sentence.attention(), (head * n + start) * n, attention, head * count * n, count * n);
    }
    return new Tile(sentence.sentence(), n, start, count, attention, sentence.words());
  }

  /** Returns the combined findings of several tasks. */
  private static CorpusFindings findings(List<List<Tile>> tasks) {
    CorpusSums sums = new CorpusSums(PLAN);
    Map<Object, SentenceSums> parts = new HashMap<>();
    PairSums pairs = new PairSums(2);
    MeterSink sink =
        new MeterSink() {
          @Override
          public void part(Object id, SentenceSums part) {
            parts.merge(id, part, SentenceSums::add);
          }

          @Override
          public void pairs(int part, long[] entries) {
            pairs.addAll(entries);
          }
        };
    for (List<Tile> task : tasks) {
      CorpusMeter meter = new CorpusMeter(PLAN, false, INDEX, 3, sink);
      for (Tile tile : task) {
        meter.add(
            new MeteredRow(
                tile.sentence(),
                0,
                tile.attention(),
                tile.n(),
                tile.start(),
                tile.count(),
                tile.words(),
                tile.words(),
                null),
            null);
      }
      sums.add(meter.end());
    }
    parts.values().forEach(sums::add);
    return CorpusFindings.of(sums, WordFindings.of(pairs, INDEX, 1, 100, false));
  }
}
