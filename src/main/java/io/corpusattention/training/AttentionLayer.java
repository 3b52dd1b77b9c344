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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The forward pass of one layer of self-attention for a group of sentences. In: parameters, then
 * sentences. Out: context vectors, of each token that asks or the mean of a sentence's, and what
 * {@link AttentionGradient} needs to go back.
 *
 * <p>Where few tokens ask, keys and values, which all tokens have, would be most of the work. They
 * are not computed: with K = X W_k, scores are Q Kᵀ = (Q W_kᵀ) Xᵀ; with V = X W_v, context vectors
 * are A V = (A X) W_v. What b_k adds is the same for all keys of a query, so that the softmax does
 * not see it; b_v is added to context vectors, since weights add up to 1. These are the context
 * vectors that attend computes, but for roundings.
 *
 * <p>N tokens in all, M of which ask; R answers, one of each or of each sentence. For one thread.
 */
final class AttentionLayer {
  final ParameterLayout layout;
  final AttentionShape shape;
  final Kernel kernel;
  final Products products;

  /** What scores are multiplied by. */
  final float factor;

  /** Whether a sentence has one answer, the mean of its context vectors. */
  final boolean pooled;

  private final Mask mask;
  private final Alignment.Sample sample; // null for soft attention
  private final KeyDraw keyDraw = new KeyDraw();
  private float[] queryPanels; // [d_model, heads · d_k]
  private float[][] keyPanels; // W_kᵀ of each key-value head: [d_k, d_model]
  private float[][] valuePanels; // W_v of each: [d_model, d_v]
  private float[] queryBias; // null for none
  private float[] valueBias;

  /** The sentences of the group, in their order. */
  final List<Place> places = new ArrayList<>();

  int numTokens;
  int numQueries;
  int numAnswers;

  // Of the group. Arrays may be longer than it needs.

  /** X: [N, d_model] */
  float[] tokens = {};

  /** Rows of X that ask: [M, d_model] */
  float[] asking = {};

  /** Q: [M, {@link #queryStride}] */
  float[] queries = {};

  /** Q W_kᵀ, what each head looks for among tokens: [M, heads, {@link #modelStride}] */
  float[] probes = {};

  /** Distributions, sentence by sentence: [m, heads, padded], 0 for keys that the mask hides. */
  float[] weights = {};

  /** The key that each query and head drew, [M, heads], where keys are drawn. */
  int[] drawn = {};

  /** A X: [R, heads, {@link #modelStride}] */
  float[] mixed = {};

  /** Heads side by side: [R, {@link #contextStride}] */
  float[] context = {};

  /** X and Xᵀ of each sentence in panels. */
  float[] tokenPanels = {};

  final int queryStride;
  final int contextStride;
  final int modelStride;
  private float[] means = {}; // of the distributions of a sentence: [heads, padded]
  private int weightsEnd;
  private int panelsEnd;

  /**
   * A sentence, and where its rows start.
   *
   * @param key stands for it in random draws: a hash of its id
   * @param asking the tokens that ask
   * @param padded floats from one row of weights to the next: whole panels and groups of lanes
   * @param weightsAt in weights
   * @param panelsAt of X, [n, d_model], in tokenPanels
   * @param transposedAt of Xᵀ, [d_model, n], in tokenPanels
   */
  record Place(
      long key,
      int tokens,
      int firstToken,
      int[] asking,
      int firstQuery,
      int padded,
      int weightsAt,
      int panelsAt,
      int transposedAt) {}

  AttentionLayer(ParameterLayout layout, AttentionConfig config, boolean pooled, Kernel kernel) {
    this.layout = layout;
    this.shape = layout.shape();
    if (config.heads() != shape.heads() || config.kvHeads() != shape.kvHeads()) {
      throw new IllegalArgumentException(config + " is not for " + shape);
    }
    this.pooled = pooled;
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
    this.queryStride = products.room(shape.queryColumns());
    this.contextStride = products.room(shape.contextWidth());
    this.modelStride = Panels.roundUp(shape.modelWidth(), kernel.panelWidth());
  }

  /** Whether keys are drawn. */
  boolean samples() {
    return sample != null;
  }

  /** Takes the parameters of the sentences to come. */
  void load(float[] parameters) {
    int model = shape.modelWidth();
    queryPanels = products.pack(view(parameters, layout.slice("W_q")), model, shape.queryColumns());
    keyPanels = new float[shape.kvHeads()][];
    valuePanels = new float[shape.kvHeads()][];
    for (int kvHead = 0; kvHead < shape.kvHeads(); kvHead++) {
      View key = headView(parameters, "W_k", kvHead, shape.keyWidth());
      keyPanels[kvHead] = products.packTransposed(key, shape.keyWidth(), model);
      View value = headView(parameters, "W_v", kvHead, shape.valueWidth());
      valuePanels[kvHead] = products.pack(value, model, shape.valueWidth());
    }
    if (layout.biased()) {
      queryBias = layout.values(layout.slice("b_q"), parameters);
      valueBias = layout.values(layout.slice("b_v"), parameters);
    }
  }

  static View view(float[] parameters, Slice slice) {
    return new View(parameters, slice.offset(), slice.columns());
  }

  /** A head's columns of a matrix among the parameters. */
  View headView(float[] parameters, String name, int head, int width) {
    Slice slice = layout.slice(name);
    return new View(parameters, slice.offset() + head * width, slice.columns());
  }

  /** One head's rows of an array [rows, heads, modelStride]. */
  View headRows(float[] values, int head) {
    return new View(values, head * modelStride, shape.heads() * modelStride);
  }

  /** Starts a group. */
  void begin() {
    places.clear();
    numTokens = 0;
    numQueries = 0;
    numAnswers = 0;
    weightsEnd = 0;
    panelsEnd = 0;
  }

  /**
   * Makes room for a sentence.
   *
   * @param asking the tokens that ask, ascending
   * @return where its embeddings, [n, d_model], are to be put in {@link #tokens}
   */
  int add(long key, int n, int[] asking) {
    int model = shape.modelWidth();
    int width = kernel.panelWidth();
    int padded = Panels.roundUp(n, Math.max(Kernel.LANES, width));
    int transposedAt = Math.addExact(panelsEnd, Panels.size(n, model, width));
    places.add(
        new Place(
            key, n, numTokens, asking, numQueries, padded, weightsEnd, panelsEnd, transposedAt));
    int at = numTokens * model;
    numTokens += n;
    numQueries += asking.length;
    numAnswers += pooled ? 1 : asking.length;
    int rows = Math.multiplyExact(asking.length, shape.heads());
    weightsEnd = Math.addExact(weightsEnd, Math.multiplyExact(rows, padded));
    panelsEnd = Math.addExact(transposedAt, Panels.size(model, n, width));
    int length = Math.multiplyExact(numTokens, model);
    if (tokens.length < length) {
      tokens = Arrays.copyOf(tokens, Math.max(length, Products.larger(tokens.length)));
    }
    return at;
  }

  /**
   * Computes the context vectors of the group.
   *
   * @return false where a number overflows float32
   */
  boolean forward() {
    int model = shape.modelWidth();
    int heads = shape.heads();
    reserve();
    places.forEach(this::gather);
    View q = new View(queries, 0, queryStride);
    View x = new View(asking, 0, model);
    products.timesPacked(numQueries, model, shape.queryColumns(), x, queryPanels, q);
    addBias(queryBias, shape.queryColumns(), queries, queryStride, numQueries);
    for (int head = 0; head < heads; head++) {
      View from = new View(queries, head * shape.keyWidth(), queryStride);
      float[] panels = keyPanels[shape.kvHead(head)];
      View to = headRows(probes, head);
      products.timesPacked(numQueries, shape.keyWidth(), model, from, panels, to);
    }
    for (int i = 0; i < places.size(); i++) {
      if (!attend(i)) {
        return false;
      }
    }
    for (int head = 0; head < heads; head++) {
      float[] panels = valuePanels[shape.kvHead(head)];
      View to = new View(context, head * shape.valueWidth(), contextStride);
      View from = headRows(mixed, head);
      products.timesPacked(numAnswers, model, shape.valueWidth(), from, panels, to);
    }
    if (valueBias != null) {
      addValueBias();
    }
    return kernel.allFinite(context, 0, numAnswers * contextStride);
  }

  private void reserve() {
    int heads = shape.heads();
    int row = Math.multiplyExact(heads, modelStride);
    asking = grown(asking, Math.multiplyExact(numQueries, shape.modelWidth()));
    queries = grown(queries, Math.multiplyExact(numQueries, queryStride));
    probes = grown(probes, Math.multiplyExact(numQueries, row));
    mixed = grown(mixed, Math.multiplyExact(numAnswers, row));
    context = grown(context, Math.multiplyExact(numAnswers, contextStride));
    weights = grown(weights, weightsEnd);
    tokenPanels = grown(tokenPanels, panelsEnd);
    drawn = drawn.length < numQueries * heads ? new int[numQueries * heads] : drawn;
  }

  private void gather(Place place) {
    int model = shape.modelWidth();
    for (int i = 0; i < place.asking.length; i++) {
      int from = (place.firstToken + place.asking[i]) * model;
      System.arraycopy(tokens, from, asking, (place.firstQuery + i) * model, model);
    }
  }

  private static void addBias(float[] bias, int columns, float[] rows, int stride, int count) {
    if (bias != null) {
      for (int row = 0; row < count; row++) {
        for (int column = 0; column < columns; column++) {
          rows[row * stride + column] += bias[column];
        }
      }
    }
  }

  private void addValueBias() {
    int width = shape.valueWidth();
    float[] bias = new float[shape.contextWidth()];
    for (int head = 0; head < shape.heads(); head++) {
      System.arraycopy(valueBias, shape.kvHead(head) * width, bias, head * width, width);
    }
    addBias(bias, bias.length, context, contextStride, numAnswers);
  }

  /** Distributions of one sentence, and what they make of its tokens. */
  private boolean attend(int index) {
    Place place = places.get(index);
    int model = shape.modelWidth();
    int n = place.tokens;
    int width = kernel.panelWidth();
    int x = place.firstToken * model;
    int transposedAt = place.transposedAt;
    Panels.pack(tokens, x, model, n, model, width, tokenPanels, place.panelsAt);
    Panels.packTransposed(tokens, x, model, model, n, width, tokenPanels, transposedAt);
    int rows = place.asking.length * shape.heads();
    int first = place.firstQuery * shape.heads() * modelStride;
    int at = place.weightsAt;
    int padded = place.padded;
    kernel.multiply(
        rows, model, n, probes, first, modelStride, tokenPanels, transposedAt, weights, at, padded);
    for (int i = 0; i < place.asking.length; i++) {
      int from = mask.from(place.asking[i]);
      int to = mask.to(place.asking[i], n);
      for (int head = 0; head < shape.heads(); head++, at += padded) {
        if (!kernel.softmax(weights, at, padded, from, to, factor)) {
          return false;
        }
        if (sample != null) {
          keyDraw.take(sample.seed(), place.key, head, place.asking[i], weights, at, from, to);
          drawn[(place.firstQuery + i) * shape.heads() + head] = keyDraw.key(0);
        }
      }
    }
    if (pooled) {
      mixMeans(place, index * shape.heads() * modelStride);
    } else if (sample != null) {
      mixDrawn(place);
    } else {
      mix(rows, n, weights, place.weightsAt, padded, place, first);
    }
    return true;
  }

  /** mixed: [rows, d_model] = a, [rows, n] · X */
  private void mix(int rows, int n, float[] a, int at, int padded, Place place, int to) {
    int model = shape.modelWidth();
    kernel.multiply(
        rows, n, model, a, at, padded, tokenPanels, place.panelsAt, mixed, to, modelStride);
  }

  /** The embedding of the key that each query and head drew. */
  private void mixDrawn(Place place) {
    int model = shape.modelWidth();
    int first = place.firstQuery * shape.heads();
    for (int row = first; row < first + place.asking.length * shape.heads(); row++) {
      int from = (place.firstToken + drawn[row]) * model;
      System.arraycopy(tokens, from, mixed, row * modelStride, model);
    }
  }

  /** By the mean over queries of each head's distributions, or of its draws. */
  private void mixMeans(Place place, int to) {
    int heads = shape.heads();
    int padded = place.padded;
    int count = place.asking.length;
    means = grown(means, heads * padded);
    Arrays.fill(means, 0, heads * padded, 0f);
    for (int i = 0; i < count; i++) {
      for (int head = 0; head < heads; head++) {
        if (sample != null) {
          means[head * padded + drawn[(place.firstQuery + i) * heads + head]]++;
        } else {
          int from = place.weightsAt + (i * heads + head) * padded;
          for (int key = 0; key < place.tokens; key++) {
            means[head * padded + key] += weights[from + key];
          }
        }
      }
    }
    for (int i = 0; i < heads * padded; i++) {
      means[i] /= count;
    }
    mix(heads, place.tokens, means, 0, padded, place, to);
  }
}
