package io.corpusattention.weights;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Matrix;
import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.attention.Setting;
import io.corpusattention.weights.family.AttentionNames;
import io.corpusattention.weights.family.ModelConfig;
import io.corpusattention.weights.family.ModelFamily;
import io.corpusattention.weights.files.FileText;
import io.corpusattention.weights.files.WeightFiles;
import io.corpusattention.weights.safetensors.TensorFile;
import java.util.Arrays;
import java.util.List;

/** Reads the weights of one attention layer from safetensors files, by the names of the tensors. */
final class SafetensorsWeights {
  private final Given label;
  private final TensorFile tensors;
  private final AttentionNames names;
  private final String prefix;
  private final String start;
  private final String source;

  private SafetensorsWeights(
      Given label, TensorFile tensors, TensorGroup group, int layer, String source) {
    this.label = label;
    this.tensors = tensors;
    this.names = group.family().names().attention();
    this.prefix = group.prefix();
    this.start = names.start(prefix, layer);
    this.source = source;
  }

  /**
   * Reads a layer.
   *
   * @param label the setting with the file that was opened, for messages
   * @param layer the layer, from 0; null if the names of the tensors do not contain a layer
   * @throws BadSettingException if the tensors do not form such a layer, or if a config.json next
   *     to them describes attention that is not supported
   */
  static ModelWeights read(WeightFiles files, Given label, TensorFile tensors, Integer layer) {
    TensorGroup group = TensorGroup.find(label, tensors.names());
    requireLayer(label, group, layer);
    ModelFamily family = group.family();
    ModelConfig config = ModelConfig.read(files);
    int number = layer == null ? 0 : layer;
    String source = files.location() + (layer == null ? "" : ", layer " + layer);
    SafetensorsWeights reader = new SafetensorsWeights(label, tensors, group, number, source);
    boolean ofModel = reader.names.hasLayers();
    if (ofModel) {
      config.requirePlainAttention();
      reader.requireNothingElse();
    }
    return new ModelWeights(
        reader.names.fused() ? reader.fused() : reader.separate(),
        ofModel,
        config.heads(),
        config.kvHeads(),
        family.scale(config, number),
        family.causal(config),
        config.sinusoidalPositions());
  }

  private static void requireLayer(Given label, TensorGroup group, Integer layer) {
    if (!group.family().names().attention().hasLayers()) {
      if (layer != null) {
        throw Setting.LAYER
            .of(layer)
            .bad(
                label,
                " has the tensors of one layer, query.weight, key.weight and value.weight; leave ",
                Setting.LAYER,
                " out");
      }
    } else if (layer == null) {
      throw label.bad(
          "holds " + group.layersText() + "; say with ", Setting.LAYER, " which one to use");
    } else if (!group.layers().contains(layer)) {
      throw Setting.LAYER.of(layer).bad(label, " holds " + group.layersText());
    }
  }

  /** Refuses a layer with more tensors than plain attention, because it computes something else. */
  private void requireNothingElse() {
    for (String name : tensors.names()) {
      if (name.startsWith(start) && !names.isPlain(name.substring(start.length()))) {
        throw label.bad(
            FileText.tensor(name)
                + " shows a layer that does more than softmax(Q K^T * scale) V, which is not"
                + " computed; relative or rotary positions, second sets of queries and adapters are"
                + " such things");
      }
    }
  }

  /** Reads three tensors, each [out, in] as in PyTorch's Linear. */
  private ProjectionWeights separate() {
    List<String> weights = names.modules().stream().map(module -> name(module, ".weight")).toList();
    for (String weight : weights) {
      tensors.entry(weight, 2, "[out, in]");
    }
    Matrix[] matrices = new Matrix[3];
    float[][] biases = new float[3][];
    for (int i = 0; i < 3; i++) {
      matrices[i] = tensors.matrix(weights.get(i), "[out, in]").transposed();
      biases[i] = bias(names.modules().get(i), matrices[i].columns());
    }
    return projections(matrices, biases);
  }

  /** Reads one tensor, [in, 3 · out], with the columns of Q, then K, then V. */
  private ProjectionWeights fused() {
    String module = names.modules().get(0);
    String weight = name(module, ".weight");
    long[] shape = tensors.entry(weight, 2, "[d, 3d]").shape();
    if (shape[1] != 3 * shape[0]) {
      throw tensors.badShape(weight, "GPT-2's is [d, 3d]");
    }
    Matrix all = tensors.matrix(weight, "[d, 3d]");
    float[] bias = bias(module, all.columns());
    int d = all.rows();
    Matrix[] matrices = new Matrix[3];
    float[][] biases = new float[3][];
    for (int i = 0; i < 3; i++) {
      matrices[i] = all.columns(i * d, (i + 1) * d);
      biases[i] = bias == null ? null : Arrays.copyOfRange(bias, i * d, (i + 1) * d);
    }
    return projections(matrices, biases);
  }

  private ProjectionWeights projections(Matrix[] matrices, float[][] biases) {
    return new ProjectionWeights(
        source, matrices[0], matrices[1], matrices[2], biases[0], biases[1], biases[2]);
  }

  /** Reads a module's bias. Returns null if it has none. */
  private float[] bias(String module, int columns) {
    if (!tensors.names().contains(start + module + ".bias")) {
      return null;
    }
    String name = name(module, ".bias");
    if (tensors.entry(name, 1, "[out]").shape()[0] != columns) {
      throw tensors.badShape(name, "the weight that it belongs to gives " + columns + " columns");
    }
    return tensors.values(name);
  }

  /** Returns the name of a tensor, which must exist. */
  private String name(String module, String parameter) {
    String name = start + module + parameter;
    if (!tensors.names().contains(name)) {
      throw label.bad(
          "has no %s; %s must all be there".formatted(FileText.tensor(name), names.shown(prefix)));
    }
    return name;
  }
}
