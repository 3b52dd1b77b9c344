package io.corpusattention.training;

import static io.corpusattention.training.Products.grown;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.KeyDraw;
import io.corpusattention.attention.Mask;
import io.corpusattention.math.Kernel;
import io.corpusattention.math.Panels;
import io.corpusattention.training.ParameterLayout.Slice;
import io.corpusattention.training.Products.View;

/**
 * The forward pass of one layer of self-attention for one sentence at a time. In: parameters, then
 * sentences. Out: context vectors, with the bits that attend computes, and what {@link
 * AttentionGradient} needs to go back.
 *
 * <p>m queries of a sentence are asked for, not always all n. For one thread.
 */
final class AttentionLayer {
  final ParameterLayout layout;
  final AttentionShape shape;
  final Kernel kernel;
  final Products products;

  /** What scores are multiplied by. */
  final float factor;

  private final Mask mask;
  private final Alignment.Sample sample; // null for soft attention
  private final KeyDraw keyDraw = new KeyDraw();
  private float[] queryPanels; // [d_model, heads · d_k]
  private float[] keyValuePanels; // [d_model, kvHeads · (d_k + d_v)]
  private float[] queryBias; // null for none; so the other
  private float[] keyValueBias;

  // The sentence seen last. Arrays may be longer than it needs.
  int numTokens;
  int numQueries;

  /** [n, d_model] */
  float[] tokens = {};

  /** The tokens that ask: [m, d_model] */
  float[] asking = {};

  /** Q: [m, heads · d_k] */
  float[] queries = {};

  /** K and V side by side: [n, kvHeads · (d_k + d_v)] */
  float[] keyValues = {};

  /** Distributions: [heads, m, {@link #padded}], 0 for keys that the mask hides. */
  float[] weights = {};

  /** The key that each head and query drew, [heads, m], where keys are drawn. */
  int[] drawn = {};

  /** Heads side by side: [m, heads · d_v] */
  float[] context = {};

  AttentionLayer(ParameterLayout layout, AttentionConfig config, Kernel kernel) {
    this.layout = layout;
    this.shape = layout.shape();
    if (config.heads() != shape.heads() || config.kvHeads() != shape.kvHeads()) {
      throw new IllegalArgumentException(config + " is not for " + shape);
    }
    this.kernel = kernel;
    this.products = new Products(kernel);
    this.factor = config.factor(shape.keyWidth());
    this.mask = config.mask();
    if (config.alignment() instanceof Alignment.Hard) {
      throw new BadSettingException(
          "--alignment hard: the best key has no gradient; train with soft or sample");
    }
    this.sample = config.alignment() instanceof Alignment.Sample drawing ? drawing : null;
    if (sample != null && sample.draws() != 1) {
      throw new BadSettingException("--draws " + sample.draws() + ": training draws one key");
    }
  }

  /** Whether keys are drawn. */
  boolean samples() {
    return sample != null;
  }

  /** Takes the parameters of the sentences to come. */
  void load(float[] parameters) {
    int model = shape.modelWidth();
    Slice query = layout.slice("W_q");
    queryPanels = products.pack(view(parameters, query), model, query.columns());
    int columns = shape.keyValueColumns();
    float[] joined = new float[Math.multiplyExact(model, columns)];
    join("W_k", "W_v", parameters, joined);
    keyValuePanels = products.pack(new View(joined, 0, columns), model, columns);
    if (layout.biased()) {
      queryBias = layout.values(layout.slice("b_q"), parameters);
      keyValueBias = new float[columns];
      join("b_k", "b_v", parameters, keyValueBias);
    }
  }

  static View view(float[] parameters, Slice slice) {
    return new View(parameters, slice.offset(), slice.columns());
  }

  private void join(String left, String right, float[] parameters, float[] joined) {
    int at = 0;
    for (String name : new String[] {left, right}) {
      Slice slice = layout.slice(name);
      for (int row = 0; row < slice.rows(); row++) {
        int to = row * shape.keyValueColumns() + at;
        int from = slice.offset() + row * slice.columns();
        System.arraycopy(parameters, from, joined, to, slice.columns());
      }
      at += slice.columns();
    }
  }

  /** Floats from one row of weights to the next: whole panels and whole groups of lanes. */
  int padded() {
    return Panels.roundUp(numTokens, Math.max(Kernel.LANES, kernel.panelWidth()));
  }

  /** Makes room in {@link #tokens} for a sentence of n tokens, which the caller then fills. */
  void begin(int n) {
    numTokens = n;
    tokens = grown(tokens, Math.multiplyExact(n, shape.modelWidth()));
  }

  /**
   * Computes the context vectors of some queries.
   *
   * @param key stands for the sentence in random draws: a hash of its id
   * @param positions the tokens that ask; null for all
   * @return false where a number overflows float32
   */
  boolean forward(long key, int[] positions) {
    int n = numTokens;
    int model = shape.modelWidth();
    gather(positions);
    int queryColumns = shape.queryColumns();
    queries = grown(queries, Math.multiplyExact(numQueries, queryColumns));
    View q = new View(queries, 0, queryColumns);
    products.timesPacked(
        numQueries, model, queryColumns, new View(asking, 0, model), queryPanels, q);
    addBias(queryBias, queries, numQueries);
    int columns = shape.keyValueColumns();
    keyValues = grown(keyValues, Math.multiplyExact(n, columns));
    View kv = new View(keyValues, 0, columns);
    products.timesPacked(n, model, columns, new View(tokens, 0, model), keyValuePanels, kv);
    addBias(keyValueBias, keyValues, n);

    weights = grown(weights, Math.multiplyExact(shape.heads() * numQueries, padded()));
    context = grown(context, Math.multiplyExact(numQueries, shape.contextWidth()));
    drawn = drawn.length < shape.heads() * numQueries ? new int[shape.heads() * numQueries] : drawn;
    for (int kvHead = 0; kvHead < shape.kvHeads(); kvHead++) {
      if (!attend(kvHead, key, positions)) {
        return false;
      }
    }
    return kernel.allFinite(context, 0, numQueries * shape.contextWidth());
  }

  private void gather(int[] positions) {
    int model = shape.modelWidth();
    if (positions == null) {
      numQueries = numTokens;
      asking = tokens;
      return;
    }
    numQueries = positions.length;
    // Never into the tokens themselves, which it was if all tokens of the last sentence asked.
    asking = asking == tokens ? new float[0] : asking;
    asking = grown(asking, Math.multiplyExact(numQueries, model));
    for (int i = 0; i < numQueries; i++) {
      System.arraycopy(tokens, positions[i] * model, asking, i * model, model);
    }
  }

  private static void addBias(float[] bias, float[] rows, int count) {
    if (bias != null) {
      for (int row = 0; row < count; row++) {
        for (int column = 0; column < bias.length; column++) {
          rows[row * bias.length + column] += bias[column];
        }
      }
    }
  }

  /** Attention of all heads that share a key-value head. */
  private boolean attend(int kvHead, long key, int[] positions) {
    int n = numTokens;
    int padded = padded();
    int columns = shape.keyValueColumns();
    int valueWidth = shape.valueWidth();
    View keys = new View(keyValues, shape.keyColumn(kvHead), columns);
    View values = new View(keyValues, shape.valueColumn(kvHead), columns);
    float[] keyPanels = products.packTransposed(keys, shape.keyWidth(), n);
    float[] valuePanels = sample == null ? products.pack(values, n, valueWidth) : null;
    int group = shape.heads() / shape.kvHeads();
    for (int head = kvHead * group; head < (kvHead + 1) * group; head++) {
      int rows = head * numQueries; // of [heads, m] before this head's
      View q = new View(queries, head * shape.keyWidth(), shape.queryColumns());
      View a = new View(weights, rows * padded, padded);
      products.timesPacked(numQueries, shape.keyWidth(), n, q, keyPanels, a); // scores: [m, n]
      for (int i = 0; i < numQueries; i++) {
        int query = positions == null ? i : positions[i];
        int at = (rows + i) * padded;
        int from = mask.from(query);
        int to = mask.to(query, n);
        if (!kernel.softmax(weights, at, padded, from, to, factor)) {
          return false;
        }
        if (sample != null) {
          keyDraw.take(sample.seed(), key, head, query, weights, at, from, to);
          choose(head, i, keyDraw.key(0));
        }
      }
      if (sample == null) {
        View c = new View(context, head * valueWidth, shape.contextWidth());
        products.timesPacked(numQueries, n, valueWidth, a, valuePanels, c);
      }
    }
    return true;
  }

  /** Makes the value of a key the context vector of a head and query. */
  void choose(int head, int query, int key) {
    drawn[head * numQueries + query] = key;
    int from = key * shape.keyValueColumns() + shape.valueColumn(shape.kvHead(head));
    int to = query * shape.contextWidth() + head * shape.valueWidth();
    for (int column = 0; column < shape.valueWidth(); column++) {
      context[to + column] = keyValues[from + column] + 0f; // as in a sum from +0: no -0
    }
  }
}
