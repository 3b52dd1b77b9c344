package io.corpusattention.weights;

import io.corpusattention.attention.Matrix;
import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.encoder.Block;
import io.corpusattention.encoder.Dense;
import io.corpusattention.encoder.EncoderLayer;
import io.corpusattention.encoder.LayerNorm;
import io.corpusattention.math.Activation;
import io.corpusattention.weights.family.AttentionNames;
import io.corpusattention.weights.family.ConfigNames;
import io.corpusattention.weights.family.EncoderFamily;
import io.corpusattention.weights.family.LayerNames;
import io.corpusattention.weights.family.ModelConfig;
import io.corpusattention.weights.family.ModelScale;
import io.corpusattention.weights.files.WeightFiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads an encoder with all its layers from its folder. Every tensor in the file must either be
 * used or be known to have no part in the layers. Any other tensor is refused.
 */
public final class EncoderReader {
  private final String source;
  private final ModelTensors tensors;
  private final EncoderFamily family;
  private final ModelConfig config;
  private final int width; // d_model
  private final int heads;
  private final Activation activation;
  private int headColumns = ModelTensors.ANY; // heads · d_k, equal in all layers

  private EncoderReader(
      String source,
      ModelTensors tensors,
      EncoderFamily family,
      ModelConfig config,
      int width,
      int heads) {
    this.source = source;
    this.tensors = tensors;
    this.family = family;
    this.config = config;
    this.width = width;
    this.heads = heads;
    this.activation = family.activation(config);
  }

  /**
   * Reads the embedding layer and all layers after it.
   *
   * @throws io.corpusattention.attention.BadSettingException if the folder does not hold such a
   *     model, if a tensor is missing, unknown, or has the wrong shape, or if config.json asks for
   *     something that is not supported
   */
  public static EncoderModel read(WeightFiles files) {
    ModelConfig config = ModelConfig.read(files);
    EncoderFamily family = EmbeddingLayerReader.family(config);
    ConfigNames fields = family.names().config();
    config.requirePlainAttention();
    config.requirePlainLayers();
    int count = config.layers(fields.layers());
    Integer heads = config.heads();
    if (heads == null) {
      throw config.label().bad("has no " + fields.heads());
    }
    ModelTensors tensors = ModelTensors.open(files, family, family.layerNormEpsilon(config));
    EmbeddingLayer embeddings = EmbeddingLayerReader.read(config, family, tensors);
    EncoderReader reader =
        new EncoderReader(files.location(), tensors, family, config, embeddings.width(), heads);
    List<EncoderLayer> layers = new ArrayList<>();
    for (int layer = 0; layer < count; layer++) {
      layers.add(reader.layer(layer));
    }
    String lastName = family.layers().last();
    LayerNorm last = lastName == null ? null : tensors.norm(lastName, embeddings.width());
    tensors.requireNothingElse(name -> family.isBesideLayers(name, tensors.prefix()));
    // A config.json with other sizes belongs to another model.
    config.requireSize(fields.width(), embeddings.width());
    config.requireSize(fields.inner(), layers.get(0).block().up().outputWidth());
    return new EncoderModel(
        files.location(),
        config.modelType(),
        embeddings,
        layers,
        last,
        heads,
        family.causal(config));
  }

  private EncoderLayer layer(int layer) {
    LayerNames names = family.layers();
    String start = names.start(layer);
    ProjectionWeights projections = projections(layer);
    boolean conv1d = names.conv1d();
    int contextWidth = projections.value().columns();
    Dense output = tensors.dense(start + names.output(), contextWidth, width, conv1d);
    Dense up = tensors.dense(start + names.up(), width, ModelTensors.ANY, conv1d);
    Block block =
        new Block(
            output,
            tensors.norm(start + names.first(), width),
            up,
            activation,
            tensors.dense(start + names.down(), up.outputWidth(), width, conv1d),
            tensors.norm(start + names.second(), width),
            names.place());
    ModelScale scale = family.scale(config, layer);
    return new EncoderLayer(
        projections, scale == null ? null : scale.of(projections.query().columns(), heads), block);
  }

  private ProjectionWeights projections(int layer) {
    AttentionNames names = family.names().attention();
    boolean conv1d = family.layers().conv1d();
    String start = names.start("", layer);
    List<Dense> parts = new ArrayList<>();
    if (names.fused()) {
      int columns = 3 * width;
      Dense all = tensors.dense(start + names.modules().get(0) + ".", width, columns, conv1d);
      for (int from = 0; from < columns; from += width) {
        Matrix matrix = all.weight().columns(from, from + width);
        parts.add(new Dense(matrix, Arrays.copyOfRange(all.bias(), from, from + width)));
      }
    } else {
      for (String module : names.modules()) {
        parts.add(tensors.dense(start + module + ".", width, headColumns, conv1d));
        headColumns = parts.get(0).outputWidth();
      }
    }
    requireHeads(parts.get(0).outputWidth());
    ProjectionWeights projections =
        new ProjectionWeights(
            source + ", layer " + layer,
            parts.get(0).weight(),
            parts.get(1).weight(),
            parts.get(2).weight(),
            parts.get(0).bias(),
            parts.get(1).bias(),
            parts.get(2).bias());
    projections.pack();
    return projections;
  }

  private void requireHeads(int columns) {
    if (columns % heads != 0) {
      throw config
          .label()
          .bad("says " + heads + " heads, which do not divide the " + columns + " columns of W_q");
    }
  }
}
