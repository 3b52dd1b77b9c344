package io.corpusattention.corpus.row;

import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * How a column holds embeddings, as its type tells.
 *
 * @param doubles float64 values, narrowed to float32 when read; else float32
 */
public record EmbeddingsLayout(Form form, boolean doubles) implements Serializable {
  /** What one value of the column is. */
  public enum Form {
    /** One array, [n, d_model] row-major. */
    FLAT,
    /** An array of tokens, each an array of d_model values. */
    NESTED,
    /** An array of tokens, each a dense or sparse vector of spark.ml. */
    VECTORS,
    /** [n, d_model] row-major as bytes, four for each number, little-endian. */
    BINARY
  }

  /** The types that can be read, for messages. */
  public static final String READABLE =
      "array<float>, array<double>, array<array<float>>, array<array<double>>, array<vector> or"
          + " binary (little-endian float32)";

  /** The layout of a column of this type, if it can be read. */
  public static Optional<EmbeddingsLayout> of(DataType type) {
    if (type.equals(DataTypes.BinaryType)) {
      return Optional.of(new EmbeddingsLayout(Form.BINARY, false));
    }
    if (!(type instanceof ArrayType outer)) {
      return Optional.empty();
    }
    if (outer.elementType().equals(SQLDataTypes.VectorType())) {
      return Optional.of(new EmbeddingsLayout(Form.VECTORS, true));
    }
    boolean nested = outer.elementType() instanceof ArrayType;
    Form form = nested ? Form.NESTED : Form.FLAT;
    DataType values =
        nested ? ((ArrayType) outer.elementType()).elementType() : outer.elementType();
    if (values.equals(DataTypes.FloatType)) {
      return Optional.of(new EmbeddingsLayout(form, false));
    }
    if (values.equals(DataTypes.DoubleType)) {
      return Optional.of(new EmbeddingsLayout(form, true));
    }
    return Optional.empty();
  }

  /** Whether the tokens come one by one, so that each tells its width. */
  public boolean byToken() {
    return form == Form.NESTED || form == Form.VECTORS;
  }
}
