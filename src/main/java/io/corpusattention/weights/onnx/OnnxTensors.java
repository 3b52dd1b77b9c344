package io.corpusattention.weights.onnx;

import io.corpusattention.weights.onnx.OnnxGraph.Initializer;
import io.corpusattention.weights.onnx.OnnxGraph.Node;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Restores the original names of the tensors of an exported model.
 *
 * <p>An export keeps the names of biases, norms, and embeddings. It transposes the matrices of
 * products from [out, in] to [in, out] and gives them new names. The graph shows their original
 * names: a matrix belongs to the bias that is added to its product.
 */
public final class OnnxTensors {
  private static final String GENERATED = "onnx::";
  private static final String BIAS = ".bias";
  private static final String WEIGHT = ".weight";

  private OnnxTensors() {}

  /**
   * A tensor.
   *
   * @param values row-major, in PyTorch's layout
   */
  public record Tensor(List<Integer> shape, float[] values) {}

  /**
   * Reads the tensors of a file, by name.
   *
   * @throws IOException if the file is not ONNX, or if a tensor's name cannot be found
   */
  public static Map<String, Tensor> read(InputStream in) throws IOException {
    OnnxGraph graph = OnnxGraph.read(in);
    Map<String, Initializer> initializers = graph.initializers();
    Map<String, Tensor> tensors = new TreeMap<>();
    initializers.forEach(
        (name, values) -> {
          if (!name.startsWith(GENERATED)) {
            tensors.put(name, new Tensor(values.shape(), values.values()));
          }
        });
    Map<String, Node> makers = new HashMap<>();
    graph.nodes().forEach(node -> node.outputs().forEach(output -> makers.put(output, node)));
    Set<String> named = new HashSet<>();
    for (Node node : graph.nodes()) {
      String bias = bias(node, initializers);
      if (bias != null) {
        String matrix = matrix(node, bias, makers, initializers);
        named.add(matrix);
        tensors.put(
            bias.substring(0, bias.length() - BIAS.length()) + WEIGHT,
            transposed(initializers.get(matrix)));
      }
    }
    for (Map.Entry<String, Initializer> entry : initializers.entrySet()) {
      boolean lost = entry.getKey().startsWith(GENERATED) && !named.contains(entry.getKey());
      if (lost && entry.getValue().shape().size() == 2) {
        throw new IOException("no bias tells the name of the matrix " + entry.getKey());
      }
    }
    return tensors;
  }

  /** Returns the bias that a node adds to a product, or null for any other node. */
  private static String bias(Node node, Map<String, Initializer> initializers) {
    if (!node.operation().equals("Add")) {
      return null;
    }
    return node.inputs().stream()
        .filter(input -> initializers.containsKey(input) && input.endsWith(BIAS))
        .filter(input -> !input.contains("LayerNorm"))
        .findFirst()
        .orElse(null);
  }

  private static String matrix(
      Node sum, String bias, Map<String, Node> makers, Map<String, Initializer> initializers)
      throws IOException {
    Node product =
        sum.inputs().stream()
            .filter(input -> !input.equals(bias))
            .map(makers::get)
            .findFirst()
            .orElse(null);
    if (product != null && product.operation().equals("MatMul")) {
      List<String> matrices = product.inputs().stream().filter(initializers::containsKey).toList();
      if (matrices.size() == 1 && initializers.get(matrices.get(0)).shape().size() == 2) {
        return matrices.get(0);
      }
    }
    throw new IOException(bias + " is not added to the product with one matrix");
  }

  private static Tensor transposed(Initializer matrix) {
    int rows = matrix.shape().get(0);
    int columns = matrix.shape().get(1);
    float[] values = new float[matrix.values().length];
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        values[column * rows + row] = matrix.values()[row * columns + column];
      }
    }
    return new Tensor(List.of(columns, rows), values);
  }
}
