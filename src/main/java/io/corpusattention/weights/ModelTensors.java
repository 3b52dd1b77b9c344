package io.corpusattention.weights;

import io.corpusattention.attention.Given;
import io.corpusattention.attention.Matrix;
import io.corpusattention.encoder.Dense;
import io.corpusattention.encoder.LayerNorm;
import io.corpusattention.weights.family.EncoderFamily;
import io.corpusattention.weights.family.Families;
import io.corpusattention.weights.files.FileText;
import io.corpusattention.weights.files.WeightFiles;
import io.corpusattention.weights.safetensors.TensorFile;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * The tensors in a model's file as parts of a model, under the names that its family uses. If a
 * tensor is missing or has the wrong shape, the error names it. Records which tensors were
 * requested.
 */
final class ModelTensors {
  /** Stands for a number of columns that is not known in advance. */
  static final int ANY = -1;

  private static final int SHOWN_NAMES = 5;

  private final Given label;
  private final TensorFile tensors;
  private final String prefix;
  private final double epsilon;
  private final Set<String> used = new HashSet<>();

  private ModelTensors(Given label, TensorFile tensors, String prefix, double epsilon) {
    this.label = label;
    this.tensors = tensors;
    this.prefix = prefix;
    this.epsilon = epsilon;
  }

  /**
   * Opens the model's file in a folder.
   *
   * @param epsilon the number that the model's LayerNorms add to the variance
   */
  static ModelTensors open(WeightFiles files, EncoderFamily family, double epsilon) {
    String file = WeightsReader.modelFile(files);
    Given label = files.given(file);
    TensorFile tensors = TensorFile.open(files, file);
    String words = family.embeddings().words();
    // The prefix may be that of any family, because config.json alone decides the family.
    String prefix =
        Stream.concat(
                Stream.of(""), Families.ENCODERS.stream().map(other -> other.names().prefix()))
            .filter(start -> tensors.names().contains(start + words))
            .findFirst()
            .orElseThrow(
                () ->
                    label.bad(
                        "has no %s, alone or after %s"
                            .formatted(FileText.tensor(words), family.names().prefix())));
    return new ModelTensors(label, tensors, prefix, epsilon);
  }

  /** Returns the setting with the file, for messages. */
  Given label() {
    return label;
  }

  /** Returns the prefix of the family's names. */
  String prefix() {
    return prefix;
  }

  /** Reads a table of embeddings, [rows, width]. */
  Matrix table(String name) {
    return tensors.matrix(there(name), "[rows, d_model]");
  }

  /** Reads a table of embeddings that must be as wide as the word embeddings. */
  Matrix table(String name, Matrix words) {
    Matrix table = table(name);
    if (table.columns() != words.columns()) {
      throw tensors.badShape(
          prefix + name, "it must be as wide as the words' embeddings, " + words.columns());
    }
    return table;
  }

  /**
   * Reads a dense layer, [in, out].
   *
   * @param in the input width that it must have
   * @param out the output width that it must have, or {@link #ANY}
   * @param conv1d whether the file stores it as [in, out]; otherwise it is [out, in]
   */
  Dense dense(String module, int in, int out, boolean conv1d) {
    String name = module + "weight";
    Matrix stored = tensors.matrix(there(name), conv1d ? "[in, out]" : "[out, in]");
    Matrix matrix = conv1d ? stored : stored.transposed();
    if (matrix.rows() != in || (out != ANY && matrix.columns() != out)) {
      String columns = out == ANY ? "any" : Integer.toString(out);
      throw tensors.badShape(
          prefix + name,
          "it must be [" + (conv1d ? in + ", " + columns : columns + ", " + in) + "]");
    }
    return new Dense(matrix, vector(module + "bias", matrix.columns()));
  }

  /** Reads a LayerNorm, under its current names or those in older files. */
  LayerNorm norm(String module, int width) {
    return new LayerNorm(
        vector(either(module + "weight", module + "gamma"), width),
        vector(either(module + "bias", module + "beta"), width),
        epsilon);
  }

  private boolean has(String name) {
    return tensors.names().contains(prefix + name);
  }

  private String either(String name, String older) {
    return !has(name) && has(older) ? older : name;
  }

  private float[] vector(String name, int width) {
    String full = there(name);
    if (tensors.entry(full, 1, "[out]").shape()[0] != width) {
      throw tensors.badShape(full, "it must be [" + width + "]");
    }
    return tensors.values(full);
  }

  /** Returns the full name of a tensor that must exist, and records it as used. */
  private String there(String name) {
    String full = prefix + name;
    if (!tensors.names().contains(full)) {
      throw label.bad("has no " + FileText.tensor(full) + "; a model of its config.json has one");
    }
    used.add(full);
    return full;
  }

  /** Refuses tensors that were not requested, except those that may be skipped. */
  void requireNothingElse(Predicate<String> passedOver) {
    List<String> unknown =
        tensors.names().stream()
            .filter(name -> !used.contains(name) && !passedOver.test(name))
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
