package io.corpusattention.ml;

import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.attention.AttentionTile;
import io.corpusattention.corpus.row.RawRow;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.UserDefinedType;

/**
 * The columns that attention adds to a table, and their values. An empty name leaves a column out.
 *
 * @param output the part of each distribution that is kept
 * @param contextWidth heads · d_v, or {@link #UNKNOWN_WIDTH}
 */
record AddedColumns(
    String attention,
    AttentionOutput output,
    String context,
    String pooled,
    String received,
    int contextWidth)
    implements Serializable {
  private static final DataType FLOATS = DataTypes.createArrayType(DataTypes.FloatType, false);
  private static final DataType INTS = DataTypes.createArrayType(DataTypes.IntegerType, false);

  /** The context width if there are no weights yet. */
  static final int UNKNOWN_WIDTH = -1;

  /**
   * Returns the columns in order.
   *
   * @param nullable whether rows without a result are kept
   */
  List<StructField> fields(boolean nullable) {
    List<StructField> fields = new ArrayList<>();
    if (output instanceof AttentionOutput.Full) {
      fields.add(DataTypes.createStructField(attention, FLOATS, nullable));
    } else if (output instanceof AttentionOutput.TopK) {
      fields.add(DataTypes.createStructField(attention + "_keys", INTS, nullable));
      fields.add(DataTypes.createStructField(attention + "_weights", FLOATS, nullable));
      fields.add(DataTypes.createStructField(attention + "_kept_mass", FLOATS, nullable));
    }
    if (!context.isEmpty()) {
      fields.add(DataTypes.createStructField(context, FLOATS, nullable));
    }
    if (!pooled.isEmpty()) {
      fields.add(vector(pooled, contextWidth, nullable));
    }
    if (!received.isEmpty()) {
      fields.add(DataTypes.createStructField(received, FLOATS, nullable));
    }
    return fields;
  }

  /**
   * Returns a vector column whose metadata gives its width, so that later stages need not read rows
   * to find it.
   */
  static StructField vector(String name, int width, boolean nullable) {
    return new StructField(
        name,
        SQLDataTypes.VectorType(),
        nullable,
        width == UNKNOWN_WIDTH ? Metadata.empty() : new AttributeGroup(name, width).toMetadata());
  }

  /** Puts the values of a whole sentence into a row, in column order, starting at {@code start}. */
  void put(AttentionTile tile, Object[] row, int start) {
    int at = start;
    if (output instanceof AttentionOutput.Full) {
      row[at++] = RawRow.list(tile.attention(), tile.attentionCount());
    } else if (output instanceof AttentionOutput.TopK) {
      row[at++] = RawRow.list(tile.keys(), tile.topCount());
      row[at++] = RawRow.list(tile.weights(), tile.topCount());
      row[at++] = RawRow.list(tile.keptMass(), tile.keptMassCount());
    }
    if (!context.isEmpty()) {
      row[at++] = RawRow.list(tile.context(), tile.contextCount());
    }
    if (!pooled.isEmpty()) {
      row[at++] = vector(mean(tile));
    }
    if (!received.isEmpty()) {
      row[at++] = RawRow.list(tile.received(), tile.numTokens());
    }
  }

  @SuppressWarnings("unchecked") // VectorType is the type of Vectors
  static Object vector(double[] values) {
    return ((UserDefinedType<Vector>) SQLDataTypes.VectorType()).serialize(Vectors.dense(values));
  }

  /** Returns the mean of the context vectors, [heads · d_v], added in token order. */
  private double[] mean(AttentionTile tile) {
    double[] mean = new double[contextWidth];
    float[] vectors = tile.context();
    for (int token = 0; token < tile.numTokens(); token++) {
      for (int i = 0; i < contextWidth; i++) {
        mean[i] += vectors[token * contextWidth + i];
      }
    }
    for (int i = 0; i < contextWidth; i++) {
      mean[i] /= tile.numTokens();
    }
    return mean;
  }
}
