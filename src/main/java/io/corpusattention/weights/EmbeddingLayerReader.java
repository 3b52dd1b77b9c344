package io.corpusattention.weights;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Matrix;
import io.corpusattention.weights.files.FileText;
import io.corpusattention.weights.files.WeightFiles;
import io.corpusattention.weights.safetensors.TensorEntry;
import io.corpusattention.weights.safetensors.TensorFile;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Reads the embedding layer of a model of the BERT family from its folder. */
public final class EmbeddingLayerReader {
  /** Their embeddings are LayerNorm(word + position + type); DistilBERT's have no types. */
  private static final Set<String> MODEL_TYPES =
      Set.of("bert", "roberta", "xlm-roberta", "camembert", "electra", "distilbert");

  /** Position rows of these begin after the padding token's id. */
  private static final Set<String> OFFSET_POSITIONS = Set.of("roberta", "xlm-roberta", "camembert");

  private static final String DISTILBERT = "distilbert";
  private static final double DISTILBERT_EPSILON = 1e-12;
  private static final List<String> PREFIXES =
      List.of("", "bert.", "roberta.", "electra.", "distilbert.");
  private static final String WORDS = "embeddings.word_embeddings.weight";
  private static final String POSITIONS = "embeddings.position_embeddings.weight";
  private static final String TYPES = "embeddings.token_type_embeddings.weight";
  private static final String NORM = "embeddings.LayerNorm.";
  private static final String PROJECTION = "embeddings_project.weight";

  private final ModelConfig config;
  private final Given label;
  private final TensorFile tensors;
  private final String prefix;

  private EmbeddingLayerReader(ModelConfig config, Given label, TensorFile tensors) {
    this.config = config;
    this.label = label;
    this.tensors = tensors;
    this.prefix =
        PREFIXES.stream()
            .filter(start -> tensors.names().contains(start + WORDS))
            .findFirst()
            .orElseThrow(
                () -> label.bad("has no " + FileText.tensor(WORDS) + ", alone or after bert."));
  }

  /**
   * Reads the layer.
   *
   * @throws BadSettingException where the folder holds no such model, or one whose embeddings are
   *     made otherwise
   */
  public static EmbeddingLayer read(WeightFiles files) throws IOException {
    ModelConfig config = ModelConfig.read(files);
    String type = config.modelType();
    if (type == null || !MODEL_TYPES.contains(type)) {
      throw config
          .label()
          .bad(
              (type == null
                      ? "there is no such file, or no model_type in it"
                      : "model_type is " + type)
                  + "; embeddings are computed as "
                  + String.join(", ", MODEL_TYPES.stream().sorted().toList())
                  + " have them");
    }
    config.requirePlainAttention();
    String file = WeightsReader.modelFile(files);
    EmbeddingLayerReader reader =
        new EmbeddingLayerReader(config, files.given(file), TensorFile.open(files, file));
    return reader.read(type);
  }

  private EmbeddingLayer read(String type) {
    if (tensors.names().contains(prefix + PROJECTION)) {
      throw label.bad(
          FileText.tensor(prefix + PROJECTION)
              + " widens the embeddings before the first layer, which is not computed; take a model"
              + " whose embedding_size is its hidden_size");
    }
    Matrix words = matrix(WORDS);
    int width = words.columns();
    Matrix positions = matrix(POSITIONS, width);
    Matrix types = type.equals(DISTILBERT) ? null : matrix(TYPES, width);
    boolean offset = OFFSET_POSITIONS.contains(type);
    int padding = offset ? config.paddingId() : -1;
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
        type.equals(DISTILBERT) ? DISTILBERT_EPSILON : config.layerNormEpsilon(),
        padding + 1,
        padding,
        Math.max(padding, 0));
  }

  private Matrix matrix(String name, int width) {
    Matrix matrix = matrix(name);
    if (matrix.columns() != width) {
      throw wrongShape(prefix + name, "as wide as " + WORDS + ", " + width);
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
    String wanted = prefix + NORM + name;
    String full = tensors.names().contains(wanted) ? wanted : prefix + NORM + older;
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
