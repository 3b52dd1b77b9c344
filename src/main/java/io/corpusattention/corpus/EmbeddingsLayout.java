package io.corpusattention.corpus;

import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * How a column holds embeddings, as its type tells.
 *
 * @param nested array of tokens, each an array of d_model values; else one flat array, row-major
 * @param doubles float64 values, narrowed to float32 when read; else float32
 */
public record EmbeddingsLayout(boolean nested, boolean doubles) implements Serializable {
  /** The types that can be read, for messages. */
  static final String READABLE =
      "array<float>, array<double>, array<array<float>> or array<array<double>>";

  /** The layout of a column of this type, if it can be read. */
  static Optional<EmbeddingsLayout> of(DataType type) {
    if (!(type instanceof ArrayType outer)) {
      return Optional.empty();
    }
    boolean nested = outer.elementType() instanceof ArrayType;
    DataType values =
        nested ? ((ArrayType) outer.elementType()).elementType() : outer.elementType();
    if (values.equals(DataTypes.FloatType)) {
      return Optional.of(new EmbeddingsLayout(nested, false));
    }
    if (values.equals(DataTypes.DoubleType)) {
      return Optional.of(new EmbeddingsLayout(nested, true));
    }
    return Optional.empty();
  }
}
