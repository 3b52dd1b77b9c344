package io.corpusattention.training;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionShape;
import io.corpusattention.training.ParameterLayout.Slice;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The losses of both objectives in float64, implemented as loops directly from their definitions.
 */
final class DoubleReference {
  private final ParameterLayout layout;
  private final AttentionShape shape;
  private final AttentionConfig config;
  private final Map<String, Slice> slices;

  DoubleReference(ParameterLayout layout, AttentionConfig config) {
    this.layout = layout;
    this.shape = layout.shape();
    this.config = config;
    this.slices =
        layout.slices().stream().collect(Collectors.toMap(Slice::name, Function.identity()));
  }

  /**
   * Returns x · W + b for one token. The names of the matrix and the bias are W_ and b_ with the
   * suffix.
   */
  private double[] project(double[] parameters, String suffix, boolean biased, double[] x) {
    Slice w = slices.get("W_" + suffix);
    Slice b = slices.get("b_" + suffix);
    double[] y = new double[w.columns()];
    for (int column = 0; column < w.columns(); column++) {
      y[column] = biased ? parameters[b.offset() + column] : 0;
      for (int row = 0; row < w.rows(); row++) {
        y[column] += x[row] * parameters[w.offset() + row * w.columns() + column];
      }
    }
    return y;
  }

  private double[][] projectAll(double[] parameters, String suffix, double[][] x) {
    double[][] y = new double[x.length][];
    for (int i = 0; i < x.length; i++) {
      y[i] = project(parameters, suffix, layout.biased(), x[i]);
    }
    return y;
  }

  /** Returns the soft distributions, [heads][n][n]. */
  double[][][] distributions(double[] parameters, double[][] x) {
    int n = x.length;
    double scale = config.scale() == null ? 1 / Math.sqrt(shape.keyWidth()) : config.scale();
    double[][] q = projectAll(parameters, "q", x);
    double[][] k = projectAll(parameters, "k", x);
    double[][][] a = new double[shape.heads()][n][n];
    for (int head = 0; head < shape.heads(); head++) {
      int kvHead = head * shape.kvHeads() / shape.heads();
      for (int i = 0; i < n; i++) {
        double sum = 0;
        for (int j = config.mask().from(i); j < config.mask().to(i, n); j++) {
          double score = 0;
          for (int c = 0; c < shape.keyWidth(); c++) {
            score += q[i][head * shape.keyWidth() + c] * k[j][kvHead * shape.keyWidth() + c];
          }
          a[head][i][j] = Math.exp(score * scale / config.temperature());
          sum += a[head][i][j];
        }
        for (int j = 0; j < n; j++) {
          a[head][i][j] /= sum;
        }
      }
    }
    return a;
  }

  /** Returns the context vector of one query from all values, with heads concatenated. */
  private double[] context(double[][] v, double[][][] a, int query) {
    int width = shape.valueWidth();
    double[] context = new double[shape.contextWidth()];
    for (int j = 0; j < v.length; j++) {
      for (int head = 0; head < shape.heads(); head++) {
        int kvHead = head * shape.kvHeads() / shape.heads();
        for (int c = 0; c < width; c++) {
          context[head * width + c] += a[head][query][j] * v[j][kvHead * width + c];
        }
      }
    }
    return context;
  }

  private static double crossEntropy(double[] scores, int truth) {
    double sum = 0;
    for (double score : scores) {
      sum += Math.exp(score - scores[truth]);
    }
    return Math.log(sum);
  }

  private static double[][] rows(float[] values, int n) {
    int width = values.length / n;
    double[][] rows = new double[n][width];
    for (int i = 0; i < values.length; i++) {
      rows[i / width][i % width] = values[i];
    }
    return rows;
  }

  /** Returns the input of attention, [n][d_model]. */
  double[][] input(MaskedSentence sentence) {
    double[][] x = rows(sentence.embeddings(), sentence.tokens());
    for (int token : sentence.hidden()) {
      x[token] = new double[shape.modelWidth()];
    }
    if (sentence.positions() != null) {
      double[][] positions = rows(sentence.positions(), sentence.tokens());
      for (int i = 0; i < x.length; i++) {
        for (int c = 0; c < x[i].length; c++) {
          x[i][c] += positions[i][c];
        }
      }
    }
    return x;
  }

  /** Returns the input of attention, [n][d_model]. */
  double[][] input(LabelledSentence sentence) {
    return rows(sentence.embeddings(), sentence.tokens());
  }

  /** Returns the loss of one hidden token, by number, for given distributions. */
  double loss(
      double[] parameters, MaskedSentence sentence, double temperature, double[][][] a, int i) {
    int model = shape.modelWidth();
    int token = sentence.hidden()[i];
    double[] answer = context(projectAll(parameters, "v", input(sentence)), a, token);
    if (layout.output()) {
      answer = project(parameters, "o", false, answer);
    }
    int others = sentence.negatives().length / sentence.hidden().length;
    double[] scores = new double[1 + others];
    for (int c = 0; c < model; c++) {
      scores[0] += answer[c] * sentence.embeddings()[token * model + c] / temperature;
      for (int other = 0; other < others; other++) {
        float value = sentence.words()[sentence.negatives()[i * others + other] * model + c];
        scores[1 + other] += answer[c] * value / temperature;
      }
    }
    return crossEntropy(scores, 0);
  }

  /** Returns the sum of the losses of all hidden tokens with soft attention. */
  double loss(double[] parameters, MaskedSentence sentence, double temperature) {
    double[][][] a = distributions(parameters, input(sentence));
    double loss = 0;
    for (int i = 0; i < sentence.hidden().length; i++) {
      loss += loss(parameters, sentence, temperature, a, i);
    }
    return loss;
  }

  /** Returns the loss of a sentence for given distributions. */
  double loss(double[] parameters, LabelledSentence sentence, double[][][] a) {
    double[][] v = projectAll(parameters, "v", input(sentence));
    double[] mean = new double[shape.contextWidth()];
    for (int i = 0; i < sentence.tokens(); i++) {
      double[] context = context(v, a, i);
      for (int c = 0; c < mean.length; c++) {
        mean[c] += context[c] / sentence.tokens();
      }
    }
    return crossEntropy(project(parameters, "class", true, mean), sentence.label());
  }

  /** Returns the loss of a sentence with soft attention. */
  double loss(double[] parameters, LabelledSentence sentence) {
    return loss(parameters, sentence, distributions(parameters, input(sentence)));
  }
}
