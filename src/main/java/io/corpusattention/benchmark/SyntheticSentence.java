package io.corpusattention.benchmark;

import io.corpusattention.math.CounterRandom;

/**
 * A synthetic sentence. It is a pure function of a seed and its id, with the same bits on every
 * machine. Its length is log-normal, as in real prose, and its vectors are standard normal.
 *
 * <p>This is a bean, because Spark copies the float[] of a bean into a row as a whole, but boxes
 * each number of a list.
 */
public final class SyntheticSentence {
  private static final double MEAN_LENGTH = 24;
  private static final double SIGMA = 0.5;
  private static final int MIN_LENGTH = 3;
  private static final int MAX_LENGTH = 128;
  private static final int VOCABULARY = 20_000;

  private final long id;
  private final String[] tokens;
  private final float[] embeddings;

  private SyntheticSentence(long id, String[] tokens, float[] embeddings) {
    this.id = id;
    this.tokens = tokens;
    this.embeddings = embeddings;
  }

  static SyntheticSentence of(long seed, long id, int modelWidth) {
    long state = CounterRandom.next(CounterRandom.next(seed, 0), id);
    int n = length(CounterRandom.next(state, 0));
    String[] tokens = new String[n];
    long words = CounterRandom.next(state, 1);
    for (int i = 0; i < n; i++) {
      tokens[i] = "w" + (int) (CounterRandom.uniform(CounterRandom.next(words, i)) * VOCABULARY);
    }
    float[] embeddings = normals(CounterRandom.next(state, 2), n * modelWidth, 1);
    return new SyntheticSentence(id, tokens, embeddings);
  }

  private static int length(long state) {
    double mu = StrictMath.log(MEAN_LENGTH) - SIGMA * SIGMA / 2;
    double drawn = StrictMath.exp(mu + SIGMA * normals(state, 1, 1)[0]);
    return (int) Math.max(MIN_LENGTH, Math.min(MAX_LENGTH, Math.round(drawn)));
  }

  /**
   * Returns normally distributed numbers with the given standard deviation, by the Box-Muller
   * transform. Uses StrictMath, because the logarithm, sine and cosine of Math may differ between
   * machines.
   */
  static float[] normals(long state, int count, double deviation) {
    float[] values = new float[count];
    for (int i = 0; i < count; i += 2) {
      double u =
          1
              - CounterRandom.uniform(
                  CounterRandom.next(state, i)); // in (0, 1], so it has a logarithm
      double angle = 2 * Math.PI * CounterRandom.uniform(CounterRandom.next(state, i + 1));
      double radius = deviation * Math.sqrt(-2 * StrictMath.log(u));
      values[i] = (float) (radius * StrictMath.cos(angle));
      if (i + 1 < count) {
        values[i + 1] = (float) (radius * StrictMath.sin(angle));
      }
    }
    return values;
  }

  public long getId() {
    return id;
  }

  public String[] getTokens() {
    return tokens;
  }

  public float[] getEmbeddings() {
    return embeddings;
  }
}
