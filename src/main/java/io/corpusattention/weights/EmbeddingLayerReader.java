package io.corpusattention.weights;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Matrix;
import io.corpusattention.encoder.Dense;
import io.corpusattention.encoder.LayerNorm;
import io.corpusattention.weights.family.EmbeddingNames;
import io.corpusattention.weights.family.EncoderFamily;
import io.corpusattention.weights.family.Families;
import io.corpusattention.weights.family.ModelConfig;
import io.corpusattention.weights.files.WeightFiles;
import java.util.stream.Collectors;

/** Reads the embedding layer of an encoder from the model's folder. */
public final class EmbeddingLayerReader {
  private EmbeddingLayerReader() {}

  /**
   * Reads the layer.
   *
   * @throws BadSettingException if the folder does not hold an encoder that is supported, with
   *     embeddings of this form
   */
  public static EmbeddingLayer read(WeightFiles files) {
    ModelConfig config = ModelConfig.read(files);
    EncoderFamily family = family(config);
    config.requirePlainAttention();
    double epsilon = family.layerNormEpsilon(config);
    return read(config, family, ModelTensors.open(files, family, epsilon));
  }

  /** Returns the family of a model, according to its config.json. */
  static EncoderFamily family(ModelConfig config) {
    String type = config.modelType();
    return Families.encoder(type).orElseThrow(() -> unknown(config, type));
  }

  private static BadSettingException unknown(ModelConfig config, String type) {
    return config
        .label()
        .bad(
            "%s; the models that are computed are %s"
                .formatted(
                    type == null ? "does not exist, or has no model_type" : "model_type is " + type,
                    Families.ENCODERS.stream()
                        .flatMap(encoder -> encoder.names().modelTypes().stream())
                        .sorted()
                        .collect(Collectors.joining(", "))));
  }

  /** Reads the layer from an open file. */
  static EmbeddingLayer read(ModelConfig config, EncoderFamily family, ModelTensors tensors) {
    EmbeddingNames names = family.embeddings();
    Matrix words = tensors.table(names.words());
    int width = words.columns();
    Matrix positions = tensors.table(names.positions(), words);
    Matrix types = names.types() == null ? null : tensors.table(names.types(), words);
    config.requireSize("vocab_size", words.rows());
    config.requireSize("embedding_size", width);
    config.requireSize(family.names().config().positions(), positions.rows());
    if (types != null) {
      config.requireSize("type_vocab_size", types.rows());
    }
    int padding = family.paddingId(config);
    if (padding + 1 >= positions.rows()) {
      throw config
          .label()
          .bad("pad_token_id is " + padding + ", but there are no positions after it");
    }
    LayerNorm norm = names.norm() == null ? null : tensors.norm(names.norm(), width);
    // As in transformers, equal widths mean no projection, even if the file has one.
    boolean projected =
        names.projection() != null && config.index(family.names().config().width(), width) != width;
    Dense projection =
        projected ? tensors.dense(names.projection(), width, ModelTensors.ANY, false) : null;
    return new EmbeddingLayer(
        words, positions, types, norm, projection, padding + 1, padding, Math.max(padding, 0));
  }
}
