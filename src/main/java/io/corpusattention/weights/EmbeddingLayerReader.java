package io.corpusattention.weights;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Matrix;
import io.corpusattention.weights.family.EmbeddingNames;
import io.corpusattention.weights.family.EncoderFamily;
import io.corpusattention.weights.family.ModelConfig;
import io.corpusattention.weights.files.FileText;
import io.corpusattention.weights.files.WeightFiles;
import io.corpusattention.weights.safetensors.TensorEntry;
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
        Stream.concat(Stream.of(""), EncoderFamily.encoders().stream().map(EncoderFamily::prefix))
            .filter(start -> tensors.names().contains(start + names.words()))
            .findFirst()
            .orElseThrow(
                () ->
                    label.bad(
                        "has no "
                            + FileText.tensor(names.words())
                            + ", alone or after "
                            + family.prefix()));
  }

  /**
   * Reads the layer.
   *
   * @throws BadSettingException where the folder holds no such model, or one whose embeddings are
   *     made otherwise
   */
  public static EmbeddingLayer read(WeightFiles files) throws IOException {
    ModelConfig config = ModelConfig.read(files);
    EncoderFamily family =
        EncoderFamily.encoders().stream()
            .filter(encoder -> encoder.modelTypes().contains(config.modelType()))
            .findFirst()
            .orElseThrow(() -> unknown(config));
    config.requirePlainAttention();
    String file = WeightsReader.modelFile(files);
    return new EmbeddingLayerReader(config, family, files.given(file), TensorFile.open(files, file))
        .read();
  }

  private static BadSettingException unknown(ModelConfig config) {
    String type = config.modelType();
    return config
        .label()
        .bad(
            (type == null
                    ? "there is no such file, or no model_type in it"
                    : "model_type is " + type)
                + "; embeddings are computed as "
                + EncoderFamily.encoders().stream()
                    .flatMap(encoder -> encoder.modelTypes().stream())
                    .sorted()
                    .collect(Collectors.joining(", "))
                + " have them");
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
      throw wrongShape(prefix + name, "as wide as " + names.words() + ", " + width);
    }
    return matrix;
  }

  private Matrix matrix(String name) {
    TensorEntry entry = entry(prefix + name);
    if (entry.shape().length != 2 || entry.count() == 0) {
      throw wrongShape(entry.name(), "[rows, d_model]");
    }
    return new Matrix((int) entry.shape()[0], (int) entry.shape()[1], tensors.values(entry.name()));
  }

  /** A vector of the LayerNorm under its name, or under the one it has in older files. */
  private float[] norm(String name, String older, int width) {
    String wanted = prefix + names.norm() + name;
    String full = tensors.names().contains(wanted) ? wanted : prefix + names.norm() + older;
    TensorEntry entry = entry(tensors.names().contains(full) ? full : wanted);
    if (entry.shape().length != 1 || entry.shape()[0] != width) {
      throw wrongShape(entry.name(), "[" + width + "]");
    }
    return tensors.values(entry.name());
  }

  private TensorEntry entry(String name) {
    if (!tensors.names().contains(name)) {
      throw label.bad("has no " + FileText.tensor(name) + ", without which it has no embeddings");
    }
    return tensors.entry(name);
  }

  private BadSettingException wrongShape(String name, String right) {
    return tensors
        .label(name)
        .bad(
            FileText.tensor(name)
                + " has the shape "
                + tensors.entry(name).shapeText()
                + "; it must be "
                + right);
  }
}
