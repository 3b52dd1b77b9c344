package io.corpusattention.weights;

import io.corpusattention.attention.Given;
import io.corpusattention.attention.Matrix;
import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.encoder.Block;
import io.corpusattention.encoder.Dense;
import io.corpusattention.encoder.EncoderLayer;
import io.corpusattention.encoder.LayerNorm;
import io.corpusattention.math.Activation;
import io.corpusattention.weights.family.AttentionNames;
import io.corpusattention.weights.family.BlockNames;
import io.corpusattention.weights.family.EncoderFamily;
import io.corpusattention.weights.family.Families;
import io.corpusattention.weights.family.ModelConfig;
import io.corpusattention.weights.files.FileText;
import io.corpusattention.weights.files.WeightFiles;
import io.corpusattention.weights.safetensors.TensorFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads an encoder, with all its layers, from its folder. Every tensor of the file is known and
 * used, or known to have no part in the layers; a tensor that is neither is refused.
 */
public final class EncoderReader {
  private static final int SHOWN_NAMES = 5;
  private static final int ANY = -1;

  /** The families whose layers are computed. */
  private static final List<EncoderFamily> OFFERED =
      Families.ENCODERS.stream().filter(family -> family.blocks() != null).toList();

  private final WeightFiles files;
  private final Given label;
  private final TensorFile tensors;
  private final String prefix;
  private final AttentionNames attention;
  private final BlockNames names;
  private final int width; // d_model
  private final double epsilon;
  private final Activation activation;
  private int headColumns = ANY; // heads · d_k, the same in all layers
  private final Set<String> used = new HashSet<>();

  private EncoderReader(
      WeightFiles files,
      Given label,
      TensorFile tensors,
      EncoderFamily family,
      ModelConfig config) {
    this.files = files;
    this.label = label;
    this.tensors = tensors;
    this.attention = family.names().attention();
    this.names = family.blocks();
    this.prefix = family.prefixOf(tensors.names());
    String words = there(prefix + family.embeddings().words());
    this.width = Math.toIntExact(tensors.entry(words, 2, "[rows, d_model]").shape()[1]);
    this.epsilon = family.layerNormEpsilon(config);
    this.activation = config.activation();
  }

  /**
   * Reads the embedding layer and all layers behind it.
   *
   * @throws io.corpusattention.attention.BadSettingException where the folder holds no such model,
   *     where a tensor is missing, of another shape or not known, or where config.json tells of
   *     something that is not computed
   */
  public static EncoderModel read(WeightFiles files) throws IOException {
    ModelConfig config = ModelConfig.read(files);
    EncoderFamily family = offered(config);
    config.requirePlainAttention();
    config.requirePlainLayers();
    int count = config.layers();
    Integer heads = config.heads();
    if (heads == null) {
      throw config.label().bad("has no " + family.names().heads());
    }
    String file = WeightsReader.modelFile(files);
    EncoderReader reader =
        new EncoderReader(files, files.given(file), TensorFile.open(files, file), family, config);
    List<EncoderLayer> layers = new ArrayList<>();
    for (int layer = 0; layer < count; layer++) {
      layers.add(reader.layer(layer));
    }
    reader.requireNothingElse(family);
    requireHeads(heads, layers.get(0).attention(), config);
    EmbeddingLayer embeddings = EmbeddingLayerReader.read(files);
    requireSizes(config, embeddings, layers.get(0));
    return new EncoderModel(
        files.location(), config.modelType(), embeddings, layers, heads, family.causal(config));
  }

  /** A config.json with other sizes is of another model. */
  private static void requireSizes(
      ModelConfig config, EmbeddingLayer embeddings, EncoderLayer layer) {
    config.requireSize("hidden_size", embeddings.width());
    config.requireSize("intermediate_size", layer.after().up().outputWidth());
  }

  /** Whether the whole model in a folder is computed, and not its embeddings alone. */
  public static boolean isOffered(WeightFiles files) {
    String type = ModelConfig.read(files).modelType();
    return OFFERED.stream().anyMatch(family -> family.names().modelTypes().contains(type));
  }

  private static EncoderFamily offered(ModelConfig config) {
    String type = config.modelType();
    return OFFERED.stream()
        .filter(family -> type != null && family.names().modelTypes().contains(type))
        .findFirst()
        .orElseThrow(
            () ->
                config
                    .label()
                    .bad(
                        (type == null
                                ? "there is no such file, or no model_type in it"
                                : "model_type is " + type)
                            + "; whole models are computed of "
                            + OFFERED.stream()
                                .flatMap(family -> family.names().modelTypes().stream())
                                .sorted()
                                .collect(Collectors.joining(", "))));
  }

  private static void requireHeads(int heads, ProjectionWeights layer, ModelConfig config) {
    int columns = layer.query().columns();
    if (columns % heads != 0) {
      throw config
          .label()
          .bad("says " + heads + " heads, which do not divide the " + columns + " columns of W_q");
    }
  }

  private EncoderLayer layer(int layer) {
    String start = prefix + names.layer().replace("{i}", Integer.toString(layer));
    String self = attention.start(prefix, layer);
    Matrix[] matrices = new Matrix[3];
    float[][] biases = new float[3][];
    List<String> modules = attention.modules().stream().map(module -> module + ".").toList();
    for (int i = 0; i < 3; i++) {
      matrices[i] = weight(self + modules.get(i), width, headColumns);
      headColumns = matrices[i].columns();
      biases[i] = vector(self + modules.get(i) + "bias", matrices[i].columns());
    }
    ProjectionWeights projections =
        new ProjectionWeights(
            files.location() + ", layer " + layer,
            matrices[0],
            matrices[1],
            matrices[2],
            biases[0],
            biases[1],
            biases[2]);
    Dense output = dense(start + names.output(), matrices[2].columns(), width);
    Dense up = dense(start + names.up(), width, ANY);
    return new EncoderLayer(
        projections,
        new Block(
            output,
            norm(start + names.first()),
            up,
            activation,
            dense(start + names.down(), up.outputWidth(), width),
            norm(start + names.second())));
  }

  /**
   * A dense layer.
   *
   * @param in what it must take
   * @param out what it must give, or {@link #ANY}
   */
  private Dense dense(String module, int in, int out) {
    Matrix matrix = weight(module, in, out);
    return new Dense(matrix, vector(module + "bias", matrix.columns()));
  }

  private LayerNorm norm(String module) {
    return new LayerNorm(
        vector(either(module + "weight", module + "gamma"), width),
        vector(either(module + "bias", module + "beta"), width),
        epsilon);
  }

  /** A name, or the one that it has in older files. */
  private String either(String name, String older) {
    return !tensors.names().contains(name) && tensors.names().contains(older) ? older : name;
  }

  /** [in, out]; PyTorch's Linear keeps [out, in]. */
  private Matrix weight(String module, int in, int out) {
    Matrix matrix = tensors.matrix(there(module + "weight"), "[out, in]").transposed();
    if (matrix.rows() != in || (out != ANY && matrix.columns() != out)) {
      throw tensors.badShape(
          module + "weight", "it must be [" + (out == ANY ? "any" : out) + ", " + in + "]");
    }
    return matrix;
  }

  private float[] vector(String name, int width) {
    if (tensors.entry(there(name), 1, "[out]").shape()[0] != width) {
      throw tensors.badShape(name, "it must be [" + width + "]");
    }
    return tensors.values(name);
  }

  private String there(String name) {
    if (!tensors.names().contains(name)) {
      throw label.bad("has no " + FileText.tensor(name) + "; a model of its config.json has one");
    }
    used.add(name);
    return name;
  }

  private void requireNothingElse(EncoderFamily family) {
    List<String> unknown =
        tensors.names().stream()
            .filter(name -> !used.contains(name) && !family.isBesideLayers(name, prefix))
            .sorted()
            .toList();
    if (!unknown.isEmpty()) {
      throw label.bad(
          "holds "
              + String.join(
                  ", ", unknown.stream().limit(SHOWN_NAMES).map(FileText::tensor).toList())
              + (unknown.size() > SHOWN_NAMES
                  ? " and " + (unknown.size() - SHOWN_NAMES) + " more"
                  : "")
              + ", which no layer of its config.json has; what they compute would be left out");
    }
  }
}
