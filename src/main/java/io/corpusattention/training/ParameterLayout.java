package io.corpusattention.training;

import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.Matrix;
import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.attention.Setting;
import io.corpusattention.training.Products.View;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The layout of all matrices in the vector of float32 parameters that an optimizer sees: W_q, W_k
 * and W_v, then their biases, W_o, and the weights and bias of the classes, row-major and without
 * gaps. Matrices that are not trained are left out.
 *
 * @param shape the shape of self-attention, in which queries are as wide as d_model
 * @param biased whether b_q, b_k and b_v are trained
 * @param output whether W_o, [heads · d_v, d_model], is trained
 * @param classes the number of classes of a classifier of mean context vectors; 0 for no classifier
 */
public record ParameterLayout(AttentionShape shape, boolean biased, boolean output, int classes)
    implements Serializable {
  /** The maximum number of parameters: a gigabyte, plus the optimizer's state for each. */
  private static final int MOST_PARAMETERS = 1 << 28;

  /**
   * A matrix among the parameters.
   *
   * @param name the usual name: W_q, b_q, …
   * @param offset the index of its first value
   * @param rows the number of rows, 1 for a bias
   */
  public record Slice(String name, int offset, int rows, int columns) implements Serializable {
    /** Returns the number of values. */
    public int size() {
      return Math.multiplyExact(rows, columns);
    }

    /** Returns the index after the last value. */
    int end() {
      return Math.addExact(offset, size());
    }
  }

  public ParameterLayout {
    if (shape.queryWidth() != shape.modelWidth()) {
      throw new IllegalArgumentException("training is for self-attention: " + shape);
    }
    long columns =
        (long) shape.heads() * shape.keyWidth()
            + (long) shape.kvHeads() * (shape.keyWidth() + (long) shape.valueWidth())
            + (output ? (long) shape.heads() * shape.valueWidth() : 0);
    if (columns > MOST_PARAMETERS / shape.modelWidth()) {
      throw Setting.HEAD_DIM
          .of(shape.keyWidth())
          .bad(
              "with "
                  + shape.heads()
                  + " heads and d_model "
                  + shape.modelWidth()
                  + " a layer has more than the "
                  + MOST_PARAMETERS
                  + " parameters that can be learned; give fewer or narrower heads");
    }
  }

  /** Returns all matrices, in order of offset. */
  public List<Slice> slices() {
    int model = shape.modelWidth();
    int queries = shape.queryColumns();
    int keys = Math.multiplyExact(shape.kvHeads(), shape.keyWidth());
    int values = Math.multiplyExact(shape.kvHeads(), shape.valueWidth());
    List<Slice> slices = new ArrayList<>();
    append(slices, "W_q", model, queries);
    append(slices, "W_k", model, keys);
    append(slices, "W_v", model, values);
    if (biased) {
      append(slices, "b_q", 1, queries);
      append(slices, "b_k", 1, keys);
      append(slices, "b_v", 1, values);
    }
    if (output) {
      append(slices, "W_o", shape.contextWidth(), model);
    }
    if (classes > 0) {
      append(slices, "W_class", shape.contextWidth(), classes);
      append(slices, "b_class", 1, classes);
    }
    return List.copyOf(slices);
  }

  private static void append(List<Slice> slices, String name, int rows, int columns) {
    int offset = slices.isEmpty() ? 0 : slices.get(slices.size() - 1).end();
    slices.add(new Slice(name, offset, rows, columns));
  }

  /** Returns the number of parameters. */
  public int size() {
    List<Slice> slices = slices();
    return slices.get(slices.size() - 1).end();
  }

  /** Returns the trained matrix with a name. */
  Slice slice(String name) {
    return slices().stream()
        .filter(slice -> slice.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(name + " is not learned"));
  }

  /** Returns a view of the trained matrix with a name, in the parameters or in a gradient. */
  View view(String name, float[] parameters) {
    Slice slice = slice(name);
    return new View(parameters, slice.offset(), slice.columns());
  }

  /** Returns a view of the columns of one head in such a matrix. All heads have the same width. */
  View headView(String name, int head, int width, float[] parameters) {
    Slice slice = slice(name);
    return new View(parameters, slice.offset() + head * width, slice.columns());
  }

  /** Returns a copy of the values of a matrix. */
  public float[] values(Slice slice, float[] parameters) {
    return Arrays.copyOfRange(parameters, slice.offset(), slice.end());
  }

  /**
   * Returns W_q, W_k and W_v from a vector of parameters, with their biases if these are trained.
   */
  public ProjectionWeights projections(String source, float[] parameters) {
    return new ProjectionWeights(
        source,
        matrix("W_q", parameters),
        matrix("W_k", parameters),
        matrix("W_v", parameters),
        biased ? values(slice("b_q"), parameters) : null,
        biased ? values(slice("b_k"), parameters) : null,
        biased ? values(slice("b_v"), parameters) : null);
  }

  private Matrix matrix(String name, float[] parameters) {
    Slice slice = slice(name);
    return new Matrix(slice.rows(), slice.columns(), values(slice, parameters));
  }
}
