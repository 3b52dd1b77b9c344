package io.corpusattention.weights;

import io.corpusattention.attention.Matrix;
import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.weights.safetensors.SafetensorsWriter.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Converts the weights of one layer to tensors to write. */
public final class LayerTensors {
  private LayerTensors() {}

  /** Returns the tensors of weights, under the names that {@link WeightsReader} expects. */
  public static List<Tensor> of(ProjectionWeights weights) {
    List<Tensor> tensors = new ArrayList<>();
    add(tensors, "query", weights.query(), weights.queryBias());
    add(tensors, "key", weights.key(), weights.keyBias());
    add(tensors, "value", weights.value(), weights.valueBias());
    return tensors;
  }

  private static void add(List<Tensor> tensors, String module, Matrix matrix, float[] bias) {
    tensors.add(Tensor.linear(module + ".weight", matrix));
    if (bias != null) {
      tensors.add(Tensor.bias(module + ".bias", bias));
    }
  }
}
