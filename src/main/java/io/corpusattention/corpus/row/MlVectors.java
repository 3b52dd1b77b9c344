package io.corpusattention.corpus.row;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Vectors of spark.ml in Spark's storage format: a struct of type (0 sparse, 1 dense), size,
 * indices, and values. Size and indices are null in dense vectors. The data may come from any
 * program, so every part is checked.
 */
public final class MlVectors {
  static final int FIELDS = 4;

  /** What {@link #width} returns if a part of the vector is null. */
  static final int INCOMPLETE = -1;

  /** What {@link #width} returns if the parts of the vector contradict each other. */
  static final int CONTRADICTORY = -2;

  /**
   * The type of an array of vectors, with all the nulls that a file may contain. Spark's own type
   * says that no number or index is null, so for a null Spark reads an arbitrary number. With this
   * type, Spark reports the nulls.
   */
  public static final DataType AS_STORED =
      DataTypes.createArrayType(
          new StructType()
              .add("type", DataTypes.ByteType)
              .add("size", DataTypes.IntegerType)
              .add("indices", DataTypes.createArrayType(DataTypes.IntegerType))
              .add("values", DataTypes.createArrayType(DataTypes.DoubleType)));

  private static final int TYPE = 0;
  private static final int SIZE = 1;
  private static final int INDICES = 2;
  private static final int VALUES = 3;
  static final byte SPARSE = 0;
  static final byte DENSE = 1;

  private MlVectors() {}

  /** Returns the number of its values, or {@link #INCOMPLETE} or {@link #CONTRADICTORY}. */
  static int width(InternalRow vector) {
    if (vector.isNullAt(TYPE) || vector.isNullAt(VALUES)) {
      return INCOMPLETE;
    }
    byte type = vector.getByte(TYPE);
    ArrayData values = vector.getArray(VALUES);
    if (RawRow.firstNull(values) >= 0) {
      return INCOMPLETE;
    }
    if (type == DENSE) {
      return values.numElements();
    }
    if (type != SPARSE) {
      return CONTRADICTORY;
    }
    return vector.isNullAt(SIZE) || vector.isNullAt(INDICES)
        ? INCOMPLETE
        : sparseWidth(vector.getInt(SIZE), vector.getArray(INDICES), values.numElements());
  }

  /** Returns the width of a sparse vector, whose indices must ascend and be less than its size. */
  private static int sparseWidth(int size, ArrayData indices, int values) {
    if (RawRow.firstNull(indices) >= 0) {
      return INCOMPLETE;
    }
    if (size < 0 || indices.numElements() != values) {
      return CONTRADICTORY;
    }
    int before = -1;
    for (int i = 0; i < values; i++) {
      int index = indices.getInt(i);
      if (index <= before || index >= size) {
        return CONTRADICTORY;
      }
      before = index;
    }
    return size;
  }

  /** Copies its values, narrowed to floats, to an array of zeros. */
  static void copy(InternalRow vector, float[] to, int start) {
    double[] values = vector.getArray(VALUES).toDoubleArray();
    if (vector.getByte(TYPE) == DENSE) {
      for (int i = 0; i < values.length; i++) {
        to[start + i] = (float) values[i];
      }
    } else {
      ArrayData indices = vector.getArray(INDICES);
      for (int i = 0; i < values.length; i++) {
        to[start + indices.getInt(i)] = (float) values[i];
      }
    }
  }
}
