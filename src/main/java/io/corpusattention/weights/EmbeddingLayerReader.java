package io.corpusattention.weights;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Matrix;
import io.corpusattention.weights.family.EmbeddingNames;
import io.corpusattention.weights.family.EncoderFamily;
import io.corpusattention.weights.family.Families;
import io.corpusattention.weights.family.ModelConfig;
import io.corpusattention.weights.files.FileText;
import io.corpusattention.weights.files.WeightFiles;
import io.corpusattention.weights.safetensors.TensorFile;
import java.io.IOException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads the embedding layer of an encoder from its folder. */
public final class EmbeddingLayerReader {
  private final ModelConfig config;
  private final EncoderFamily family;
  private final EmbeddingNames names;
  private final Given label;
  private final TensorFile tensors;
  private final String prefix;

  private EmbeddingLayerReader(
      ModelConfig config, EncoderFamily family, Given label, TensorFile tensors) {
    this.config = config;
    this.family = family;
    this.names = family.embeddings();
    this.label = label;
    this.tensors = tensors;
    // Of any family: what a model is, config.json says, and not the prefix.
    this.prefix =
        Stream.concat(
                Stream.of(""), Families.ENCODERS.stream().map(other -> other.names().prefix()))
            .filter(start -> tensors.names().contains(start + names.words()))
            .findFirst()
            .orElseThrow(
                () ->
                    label.bad(
                        "has no %s, alone or after %s"
                            .formatted(FileText.tensor(names.words()), family.names().prefix())));
  }

  /**
   * Reads the layer.
   *
   * @throws BadSettingException where the folder holds no such model, or one whose embeddings are
   *     made otherwise
   */
  public static EmbeddingLayer read(WeightFiles files) throws IOException {
    ModelConfig config = ModelConfig.read(files);
    EncoderFamily family = family(config);
    config.requirePlainAttention();
    String file = WeightsReader.modelFile(files);
    return new EmbeddingLayerReader(config, family, files.given(file), TensorFile.open(files, file))
        .read();
  }

  /** The family of a model, by its config.json. */
  static EncoderFamily family(ModelConfig config) {
    String type = config.modelType();
    return Families.ENCODERS.stream()
        .filter(encoder -> type != null && encoder.names().modelTypes().contains(type))
        .findFirst()
        .orElseThrow(() -> unknown(config, type));
  }

  private static BadSettingException unknown(ModelConfig config, String type) {
    return config
        .label()
        .bad(
            "%s; embeddings are computed as %s have them"
                .formatted(
                    type == null
                        ? "there is no such file, or no model_type in it"
                        : "model_type is " + type,
                    Families.ENCODERS.stream()
                        .flatMap(encoder -> encoder.names().modelTypes().stream())
                        .sorted()
                        .collect(Collectors.joining(", "))));
  }

  private EmbeddingLayer read() {
    String projection = prefix + names.projection();
    if (tensors.names().contains(projection)) {
      throw label.bad(
          FileText.tensor(projection)
              + " widens the embeddings before the first layer, which is not computed; take a model"
              + " whose embedding_size is its hidden_size");
    }
    Matrix words = matrix(names.words());
    int width = words.columns();
    Matrix positions = matrix(names.positions(), width);
    Matrix types = names.types() == null ? null : matrix(names.types(), width);
    config.requireSize("vocab_size", words.rows());
    config.requireSize("max_position_embeddings", positions.rows());
    if (types != null) {
      config.requireSize("type_vocab_size", types.rows());
    }
    int padding = family.paddingId(config);
    if (padding + 1 >= positions.rows()) {
      throw config
          .label()
          .bad("pad_token_id is " + padding + ", but there are no positions after it");
    }
    return new EmbeddingLayer(
        words,
        positions,
        types,
        norm("weight", "gamma", width),
        norm("bias", "beta", width),
        family.layerNormEpsilon(config),
        padding + 1,
        padding,
        Math.max(padding, 0));
  }

  private Matrix matrix(String name, int width) {
    Matrix matrix = matrix(name);
    if (matrix.columns() != width) {
      throw tensors.badShape(
          prefix + name, "it must be as wide as " + names.words() + ", " + width);
    }
    return matrix;
  }

  private Matrix matrix(String name) {
    return tensors.matrix(there(prefix + name), "[rows, d_model]");
  }

  /** A vector of the LayerNorm under its name, or under the one it has in older files. */
  private float[] norm(String name, String older, int width) {
    String wanted = prefix + names.norm() + name;
    String old = prefix + names.norm() + older;
    boolean isOld = !tensors.names().contains(wanted) && tensors.names().contains(old);
    String full = isOld ? old : there(wanted);
    if (tensors.entry(full, 1, "[d_model]").shape()[0] != width) {
      throw tensors.badShape(full, "it must be [" + width + "]");
    }
    return tensors.values(full);
  }

  private String there(String name) {
    if (!tensors.names().contains(name)) {
      throw label.bad("has no " + FileText.tensor(name) + ", without which it has no embeddings");
    }
    return name;
  }
}
