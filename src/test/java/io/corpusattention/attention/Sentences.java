package io.corpusattention.attention;

import io.corpusattention.math.Kernel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Runs the attention step on whole sentences and joins their tiles. */
final class Sentences {
  private Sentences() {}

  /**
   * All tiles of a sentence, joined.
   *
   * @param received the sum over the tiles
   * @param context the joined context vectors, or the sum over the tiles for the mean
   * @param rejected why the sentence was rejected; null if there is a result
   */
  record Result(
      int tiles,
      float[] attention,
      int[] keys,
      float[] weights,
      float[] keptMass,
      float[] context,
      float[] received,
      String rejected) {}

  static List<Result> attend(
      ProjectionWeights weights, AttentionConfig config, Kernel kernel, List<float[]> sentences)
      throws IOException {
    return attend(weights, config, kernel, sentences, Integer.MAX_VALUE);
  }

  /**
   * Computes self-attention. The key of sentence i is its first number, so the order does not
   * matter.
   *
   * @param batchSize number of sentences in a batch
   */
  static List<Result> attend(
      ProjectionWeights weights,
      AttentionConfig config,
      Kernel kernel,
      List<float[]> sentences,
      int batchSize)
      throws IOException {
    return attend(weights, config, new Queries.Self(), kernel, sentences, null, batchSize);
  }

  /**
   * @param queries the queries of each sentence if it has its own; otherwise null
   */
  static List<Result> attend(
      ProjectionWeights weights,
      AttentionConfig config,
      Queries source,
      Kernel kernel,
      List<float[]> sentences,
      List<float[]> queries,
      int batchSize)
      throws IOException {
    AttentionStep step = new AttentionStep(weights, config, source, kernel);
    SentenceBatch batch = step.newBatch(1);
    List<Result> results = new ArrayList<>();
    for (int i = 0; i < sentences.size(); i++) {
      float[] x = sentences.get(i);
      int at = batch.add(Float.floatToIntBits(x[0]), x.length / weights.key().rows());
      System.arraycopy(x, 0, batch.embeddings(), at, x.length);
      if (queries != null) {
        float[] q = queries.get(i);
        int to = batch.addQueries(q.length / weights.query().rows());
        System.arraycopy(q, 0, batch.queries(), to, q.length);
      }
      if (batch.size() == batchSize || i + 1 == sentences.size()) {
        Joiner joiner = new Joiner(config, source, batch);
        step.run(batch, joiner);
        results.addAll(Arrays.asList(joiner.results));
        batch.clear();
      }
    }
    return results;
  }

  static ProjectionWeights weights(
      int seed, int modelWidth, int heads, int kvHeads, int dk, int dv) {
    return new ProjectionWeights(
        "test",
        new Matrix(modelWidth, heads * dk, random(seed, modelWidth * heads * dk)),
        new Matrix(modelWidth, kvHeads * dk, random(seed + 1, modelWidth * kvHeads * dk)),
        new Matrix(modelWidth, kvHeads * dv, random(seed + 2, modelWidth * kvHeads * dv)),
        null,
        null,
        null);
  }

  static float[] random(int seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextDouble(-1, 1);
    }
    return values;
  }

  private static final class Joiner implements AttentionStep.Sink {
    private final AttentionConfig config;
    private final Queries source;
    private final Result[] results;
    private final SentenceBatch batch;

    Joiner(AttentionConfig config, Queries source, SentenceBatch batch) {
      this.config = config;
      this.source = source;
      this.batch = batch;
      this.results = new Result[batch.size()];
    }

    private int numQueries(int sentence) {
      return source instanceof Queries.Fixed fixed
          ? fixed.embeddings().rows()
          : source instanceof Queries.Self
              ? batch.tokens(sentence)
              : batch.queryRows().tokens(sentence);
    }

    @Override
    public void accept(AttentionTile tile) {
      int heads = config.heads();
      int n = tile.numTokens();
      int m = numQueries(tile.sentence());
      Result soFar = results[tile.sentence()];
      if (soFar == null) {
        int all = heads * m;
        int k = tile.topCount() == 0 ? 0 : tile.topCount() / (heads * tile.numQueries());
        boolean mean = config.context() == ContextOutput.MEAN;
        int context = mean ? tile.contextCount() : tile.contextCount() / tile.numQueries() * m;
        soFar =
            new Result(
                0,
                new float[tile.attentionCount() == 0 ? 0 : all * n],
                new int[all * k],
                new float[all * k],
                new float[k == 0 ? 0 : all],
                new float[context],
                new float[n],
                null);
      }
      assert batch.tokens(tile.sentence()) == n;
      for (int head = 0; head < heads; head++) {
        int from = head * tile.numQueries();
        int to = head * m + tile.queryStart();
        copy(tile.attention(), from, soFar.attention(), to, tile.numQueries(), m * heads);
        copy(tile.weights(), from, soFar.weights(), to, tile.numQueries(), m * heads);
        copy(tile.keptMass(), from, soFar.keptMass(), to, tile.numQueries(), m * heads);
        int k = soFar.keys().length / (m * heads);
        System.arraycopy(tile.keys(), from * k, soFar.keys(), to * k, tile.numQueries() * k);
      }
      if (config.context() == ContextOutput.TOKENS) {
        int width = tile.contextCount() / tile.numQueries();
        System.arraycopy(
            tile.context(), 0, soFar.context(), tile.queryStart() * width, tile.contextCount());
      } else {
        add(tile.context(), soFar.context());
      }
      add(tile.received(), soFar.received());
      results[tile.sentence()] =
          new Result(
              soFar.tiles() + 1,
              soFar.attention(),
              soFar.keys(),
              soFar.weights(),
              soFar.keptMass(),
              soFar.context(),
              soFar.received(),
              null);
    }

    private static void copy(float[] from, int row, float[] to, int toRow, int rows, int allRows) {
      int width = to.length / allRows;
      System.arraycopy(from, row * width, to, toRow * width, rows * width);
    }

    private static void add(float[] part, float[] sum) {
      for (int i = 0; i < sum.length; i++) {
        sum[i] += part[i];
      }
    }

    @Override
    public void reject(int sentence, RejectReason reason, String detail) {
      assert results[sentence] == null : "a tile was handed out before the sentence was rejected";
      results[sentence] = new Result(0, null, null, null, null, null, null, reason + ": " + detail);
    }
  }
}
