package io.corpusattention.corpus.row;

import java.io.Serializable;
import java.util.Optional;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * How a column holds embeddings, according to its type.
 *
 * @param doubles whether values are float64, narrowed to float32 when read; otherwise float32
 */
public record EmbeddingsLayout(Form form, boolean doubles) implements Serializable {
  /** The form of one value of the column. */
  public enum Form {
    /** One array, [n, d_model] row-major. */
    FLAT,
    /** An array of tokens, each an array of d_model values. */
    NESTED,
    /** An array of tokens, each a dense or sparse vector of spark.ml. */
    VECTORS,
    /** [n, d_model] row-major as bytes: little-endian, four for each number. */
    BINARY
  }

  /** The readable types, for messages. */
  public static final String READABLE =
      "array<float>, array<double>, array<array<float>>, array<array<double>>, array<vector> or"
          + " binary (little-endian float32)";

  /** Returns the layout of a column of this type, if it can be read. */
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

  /** Returns whether each token is a separate element, so that its width is known. */
  public boolean byToken() {
    return form == Form.NESTED || form == Form.VECTORS;
  }
}
