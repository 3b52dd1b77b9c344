package io.corpusattention.job.train;

import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.Matrix;
import io.corpusattention.learning.Goal;
import io.corpusattention.table.run.JsonBytes;
import io.corpusattention.training.ParameterLayout;
import io.corpusattention.training.ParameterLayout.Slice;
import io.corpusattention.weights.safetensors.SafetensorsWriter;
import io.corpusattention.weights.safetensors.SafetensorsWriter.Tensor;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A trained model, written as files that attend reads as weights: model.safetensors, with the names
 * and shapes of PyTorch's Linear, and config.json.
 */
record TrainedModel(ParameterLayout layout, Goal goal) {
  /** Writes model.safetensors. */
  void writeWeights(float[] parameters, OutputStream out) throws IOException {
    List<Tensor> tensors = new ArrayList<>();
    for (Slice slice : layout.slices()) {
      float[] values = layout.values(slice, parameters);
      tensors.add(
          slice.name().startsWith("b_")
              ? Tensor.bias(name(slice), values)
              : Tensor.linear(name(slice), new Matrix(slice.rows(), slice.columns(), values)));
    }
    SafetensorsWriter.write(tensors, Map.of("format", "pt"), out);
  }

  /** Writes config.json. */
  void writeConfig(OutputStream out) throws IOException {
    out.write(JsonBytes.bytes(config()));
  }

  private static String name(Slice slice) {
    return switch (slice.name()) {
      case "W_q" -> "query.weight";
      case "W_k" -> "key.weight";
      case "W_v" -> "value.weight";
      case "b_q" -> "query.bias";
      case "b_k" -> "key.bias";
      case "b_v" -> "value.bias";
      case "W_o" -> "output.weight";
      case "W_class" -> "classifier.weight";
      case "b_class" -> "classifier.bias";
      default -> throw new IllegalArgumentException(slice.toString());
    };
  }

  private Map<String, Object> config() {
    AttentionShape shape = layout.shape();
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("hidden_size", shape.modelWidth());
    config.put("num_attention_heads", shape.heads());
    config.put("num_key_value_heads", shape.kvHeads());
    config.put("head_dim", shape.keyWidth());
    config.put("positions", goal instanceof Goal.Masked m && m.positions() ? "sinusoidal" : "none");
    if (goal instanceof Goal.Classify classify) {
      config.put("labels", classify.labels());
    }
    return config;
  }
}
