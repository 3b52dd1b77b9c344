package io.corpusattention.weights;

import io.corpusattention.attention.Matrix;
import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.encoder.Block;
import io.corpusattention.encoder.Dense;
import io.corpusattention.encoder.EncoderLayer;
import io.corpusattention.encoder.LayerNorm;
import io.corpusattention.weights.family.AttentionNames;
import io.corpusattention.weights.family.EmbeddingNames;
import io.corpusattention.weights.family.EncoderFamily;
import io.corpusattention.weights.family.Families;
import io.corpusattention.weights.family.LayerNames;
import io.corpusattention.weights.safetensors.SafetensorsWriter.Tensor;
import java.util.ArrayList;
import java.util.List;

/** Converts a whole model to tensors to write, under the names that its family uses. */
public final class EncoderTensors {
  private final List<Tensor> tensors = new ArrayList<>();
  private final boolean conv1d;

  private EncoderTensors(boolean conv1d) {
    this.conv1d = conv1d;
  }

  /**
   * Returns the tensors of a model in float32. {@link EncoderReader} reads them back bit for bit.
   */
  public static List<Tensor> of(EncoderModel model) {
    EncoderFamily family = Families.encoder(model.family()).orElseThrow();
    EncoderTensors all = new EncoderTensors(family.layers().conv1d());
    all.add(model.embeddings(), family.embeddings());
    for (int layer = 0; layer < model.layers().size(); layer++) {
      all.add(model.layers().get(layer), layer, family);
    }
    if (model.last() != null) {
      all.add(family.layers().last(), model.last());
    }
    return all.tensors;
  }

  private void add(EmbeddingLayer layer, EmbeddingNames names) {
    add(names.words(), layer.words());
    add(names.positions(), layer.positions());
    if (layer.types() != null) {
      add(names.types(), layer.types());
    }
    if (layer.norm() != null) {
      add(names.norm(), layer.norm());
    }
    if (layer.projection() != null) {
      tensors.add(Tensor.linear(names.projection() + "weight", layer.projection().weight()));
      tensors.add(Tensor.bias(names.projection() + "bias", layer.projection().bias()));
    }
  }

  private void add(EncoderLayer layer, int number, EncoderFamily family) {
    AttentionNames attention = family.names().attention();
    ProjectionWeights weights = layer.attention();
    Matrix[] matrices = {weights.query(), weights.key(), weights.value()};
    float[][] biases = {weights.queryBias(), weights.keyBias(), weights.valueBias()};
    String self = attention.start("", number);
    if (attention.fused()) {
      add(self + attention.modules().get(0) + ".", fused(matrices, biases));
    } else {
      for (int i = 0; i < matrices.length; i++) {
        add(self + attention.modules().get(i) + ".", new Dense(matrices[i], biases[i]));
      }
    }
    LayerNames names = family.layers();
    String start = names.start(number);
    Block block = layer.block();
    add(start + names.output(), block.output());
    add(start + names.first(), block.first());
    add(start + names.up(), block.up());
    add(start + names.down(), block.down());
    add(start + names.second(), block.second());
  }

  /** Joins matrices side by side. */
  private static Dense fused(Matrix[] matrices, float[][] biases) {
    int rows = matrices[0].rows();
    int width = matrices[0].columns();
    int columns = width * matrices.length;
    float[] joined = new float[Math.multiplyExact(rows, columns)];
    float[] bias = new float[columns];
    for (int i = 0; i < matrices.length; i++) {
      float[] values = matrices[i].values();
      for (int row = 0; row < rows; row++) {
        System.arraycopy(values, row * width, joined, row * columns + i * width, width);
      }
      System.arraycopy(biases[i], 0, bias, i * width, width);
    }
    return new Dense(new Matrix(rows, columns, joined), bias);
  }

  private void add(String module, Dense dense) {
    String name = module + "weight";
    if (conv1d) {
      add(name, dense.weight());
    } else {
      tensors.add(Tensor.linear(name, dense.weight()));
    }
    tensors.add(Tensor.bias(module + "bias", dense.bias()));
  }

  private void add(String name, Matrix matrix) {
    tensors.add(new Tensor(name, List.of(matrix.rows(), matrix.columns()), matrix.values()));
  }

  private void add(String module, LayerNorm norm) {
    tensors.add(Tensor.bias(module + "weight", norm.gamma()));
    tensors.add(Tensor.bias(module + "bias", norm.beta()));
  }
}
