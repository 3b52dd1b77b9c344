package io.corpusattention.training;

import static io.corpusattention.training.Products.grown;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.KeyDraw;
import io.corpusattention.attention.Mask;
import io.corpusattention.attention.Setting;
import io.corpusattention.math.Kernel;
import io.corpusattention.math.Panels;
import io.corpusattention.training.Products.View;
import io.corpusattention.training.SentenceGroup.Place;
import java.util.Arrays;

/**
 * The forward pass of one layer of self-attention for a group of sentences. Takes parameters, then
 * sentences. Returns a context vector for each querying token, or their mean for each sentence, and
 * what {@link AttentionGradient} needs for the backward pass.
 *
 * <p>If few tokens are queries, the keys and values of all tokens would be most of the work. They
 * are not computed. With K = X W_k, scores are Q Kᵀ = (Q W_kᵀ) Xᵀ. With V = X W_v, context vectors
 * are A V = (A X) W_v. b_k adds the same number to the scores of all keys of a query, so it has no
 * effect on the softmax. b_v is added to context vectors, because weights add up to 1. Except for
 * rounding, the context vectors are those that attend computes.
 *
 * <p>M tokens are queries. There are R answers, one for each query or one for each sentence. Not
 * safe for use by several threads.
 */
final class AttentionLayer {
  final ParameterLayout layout;
  final AttentionShape shape;
  final Kernel kernel;
  final Products products;

  /** The factor of scores. */
  final float factor;

  /** Whether each sentence has one answer, the mean of its context vectors. */
  final boolean pooled;

  private final Mask mask;
  private final Alignment.Sample sample; // null for soft attention
  private final KeyDraw keyDraw = new KeyDraw();
  private float[] queryPanels; // [d_model, heads · d_k]
  private float[][] keyPanels; // W_kᵀ of each key-value head: [d_k, d_model]
  private float[][] valuePanels; // W_v of each: [d_model, d_v]
  private float[] queryBias; // null for none
  private float[] valueBias;

  /** The sentences of the group. */
  final SentenceGroup group;

  int numAnswers;

  // Arrays of the group, which may be longer than it needs.

  /** Q: [M, {@link #queryStride}]. */
  float[] queries = {};

  /** Q W_kᵀ, with which each head probes the tokens: [M, heads, {@link #modelStride}]. */
  float[] probes = {};

  /** The distributions, sentence by sentence: [m, heads, padded], with 0 for masked keys. */
  float[] weights = {};

  /** If keys are drawn, the key that each query and head drew: [M, heads]. */
  int[] drawn = {};

  /** A X: [R, heads, {@link #modelStride}]. */
  float[] mixed = {};

  /** The context vectors, with heads side by side: [R, {@link #contextStride}]. */
  float[] context = {};

  /** The start of each sentence's weights. */
  int[] weightsAt = {};

  final int queryStride;
  final int contextStride;
  final int modelStride;
  private float[] means = {}; // of a sentence's distributions: [heads, padded]

  AttentionLayer(ParameterLayout layout, AttentionConfig config, boolean pooled, Kernel kernel) {
    this.layout = layout;
    this.shape = layout.shape();
    if (config.heads() != shape.heads() || config.kvHeads() != shape.kvHeads()) {
      throw new IllegalArgumentException(config + " is not for " + shape);
    }
    this.pooled = pooled;
    this.kernel = kernel;
    this.products = new Products(kernel);
    this.group = new SentenceGroup(shape.modelWidth(), kernel);
    this.factor = config.factor(shape.keyWidth());
    this.mask = config.mask();
    if (config.alignment() instanceof Alignment.Hard hard) {
      throw Setting.ALIGNMENT.of(hard).bad("the best key has no gradient; use soft or sample");
    }
    this.sample = config.alignment() instanceof Alignment.Sample drawing ? drawing : null;
    if (sample != null && sample.draws() != 1) {
      throw Setting.DRAWS.of(sample.draws()).bad("training draws one key");
    }
    this.queryStride = products.room(shape.queryColumns());
    this.contextStride = products.room(shape.contextWidth());
    this.modelStride = Panels.roundUp(shape.modelWidth(), kernel.panelWidth());
  }

  /** Returns whether keys are drawn. */
  boolean samples() {
    return sample != null;
  }

  /** Sets the parameters for the next sentences. */
  void load(float[] parameters) {
    int model = shape.modelWidth();
    queryPanels = products.pack(layout.view("W_q", parameters), model, shape.queryColumns());
    keyPanels = new float[shape.kvHeads()][];
    valuePanels = new float[shape.kvHeads()][];
    for (int kvHead = 0; kvHead < shape.kvHeads(); kvHead++) {
      View key = layout.headView("W_k", kvHead, shape.keyWidth(), parameters);
      keyPanels[kvHead] = products.packTransposed(key, shape.keyWidth(), model);
      View value = layout.headView("W_v", kvHead, shape.valueWidth(), parameters);
      valuePanels[kvHead] = products.pack(value, model, shape.valueWidth());
    }
    if (layout.biased()) {
      queryBias = layout.values(layout.slice("b_q"), parameters);
      valueBias = layout.values(layout.slice("b_v"), parameters);
    }
  }

  /** Returns one head's rows of an array [rows, heads, modelStride]. */
  View headRows(float[] values, int head) {
    return new View(values, head * modelStride, shape.heads() * modelStride);
  }

  /**
   * Computes the context vectors of the group.
   *
   * @return false if a number overflows float32
   */
  boolean forward() {
    int model = shape.modelWidth();
    int heads = shape.heads();
    int numQueries = group.numQueries;
    numAnswers = pooled ? group.places.size() : numQueries;
    reserve();
    group.pack();
    View q = new View(queries, 0, queryStride);
    View x = new View(group.asking, 0, model);
    products.timesPacked(numQueries, model, shape.queryColumns(), x, queryPanels, q);
    Products.add(queryBias, q, numQueries);
    for (int head = 0; head < heads; head++) {
      View from = new View(queries, head * shape.keyWidth(), queryStride);
      float[] panels = keyPanels[shape.kvHead(head)];
      View to = headRows(probes, head);
      products.timesPacked(numQueries, shape.keyWidth(), model, from, panels, to);
    }
    for (int i = 0; i < group.places.size(); i++) {
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
    int numQueries = group.numQueries;
    queries = grown(queries, Math.multiplyExact(numQueries, queryStride));
    probes = grown(probes, Math.multiplyExact(numQueries, row));
    mixed = grown(mixed, Math.multiplyExact(numAnswers, row));
    context = grown(context, Math.multiplyExact(numAnswers, contextStride));
    drawn = drawn.length < numQueries * heads ? new int[numQueries * heads] : drawn;
    int end = 0;
    weightsAt = new int[group.places.size()];
    for (int i = 0; i < weightsAt.length; i++) {
      Place place = group.places.get(i);
      weightsAt[i] = end;
      int rows = Math.multiplyExact(place.asking().length, heads);
      end = Math.addExact(end, Math.multiplyExact(rows, place.padded()));
    }
    weights = grown(weights, end);
  }

  private void addValueBias() {
    int width = shape.valueWidth();
    float[] bias = new float[shape.contextWidth()];
    for (int head = 0; head < shape.heads(); head++) {
      System.arraycopy(valueBias, shape.kvHead(head) * width, bias, head * width, width);
    }
    Products.add(bias, new View(context, 0, contextStride), numAnswers);
  }

  /**
   * Computes the distributions of one sentence, and A X. Returns false if a score is not finite.
   */
  private boolean attend(int index) {
    Place place = group.places.get(index);
    int model = shape.modelWidth();
    int n = place.tokens();
    int[] asking = place.asking();
    int rows = asking.length * shape.heads();
    int first = place.firstQuery() * shape.heads() * modelStride;
    int at = weightsAt[index];
    int padded = place.padded();
    kernel.multiply(
        rows,
        model,
        n,
        probes,
        first,
        modelStride,
        group.panels,
        place.transposedAt(),
        weights,
        at,
        padded);
    for (int i = 0; i < asking.length; i++) {
      int from = mask.from(asking[i]);
      int to = mask.to(asking[i], n);
      for (int head = 0; head < shape.heads(); head++, at += padded) {
        if (!kernel.softmax(weights, at, padded, from, to, factor)) {
          return false;
        }
        if (sample != null) {
          keyDraw.take(sample.seed(), place.key(), head, asking[i], weights, at, from, to);
          drawn[(place.firstQuery() + i) * shape.heads() + head] = keyDraw.key(0);
        }
      }
    }
    if (pooled) {
      mixMeans(index);
    } else if (sample != null) {
      mixDrawn(place);
    } else {
      mix(rows, n, weights, weightsAt[index], padded, place, first);
    }
    return true;
  }

  /** Computes mixed, [rows, d_model] = a, [rows, n] · X. */
  private void mix(int rows, int n, float[] a, int at, int padded, Place place, int to) {
    int model = shape.modelWidth();
    kernel.multiply(
        rows, n, model, a, at, padded, group.panels, place.panelsAt(), mixed, to, modelStride);
  }

  /** Sets mixed to the embedding of the key that each query and head drew. */
  private void mixDrawn(Place place) {
    int model = shape.modelWidth();
    int first = place.firstQuery() * shape.heads();
    for (int row = first; row < first + place.asking().length * shape.heads(); row++) {
      int from = (place.firstToken() + drawn[row]) * model;
      System.arraycopy(group.tokens, from, mixed, row * modelStride, model);
    }
  }

  /** Computes mixed from the mean over queries of each head's distributions or draws. */
  private void mixMeans(int index) {
    Place place = group.places.get(index);
    int heads = shape.heads();
    int padded = place.padded();
    int count = place.asking().length;
    means = grown(means, heads * padded);
    Arrays.fill(means, 0, heads * padded, 0f);
    for (int i = 0; i < count; i++) {
      for (int head = 0; head < heads; head++) {
        if (sample != null) {
          means[head * padded + drawn[(place.firstQuery() + i) * heads + head]]++;
        } else {
          int from = weightsAt[index] + (i * heads + head) * padded;
          for (int key = 0; key < place.tokens(); key++) {
            means[head * padded + key] += weights[from + key];
          }
        }
      }
    }
    for (int i = 0; i < heads * padded; i++) {
      means[i] /= count;
    }
    mix(heads, place.tokens(), means, 0, padded, place, index * heads * modelStride);
  }
}
