package io.corpusattention.corpus.row;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Vectors of spark.ml as Spark stores them: a struct of type (0 sparse, 1 dense), size, indices and
 * values, the middle two null in dense vectors. What is read may come from any program, so nothing
 * of it is taken on trust.
 */
public final class MlVectors {
  static final int FIELDS = 4;

  /** What {@link #width} gives where something of the vector is null. */
  static final int INCOMPLETE = -1;

  /** What {@link #width} gives where the parts of the vector contradict each other. */
  static final int CONTRADICTORY = -2;

  /**
   * An array of vectors as files may hold them. Spark's own type says that no number and no index
   * is null; where one is, Spark reads whatever number is left in its place. Of this type it tells.
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

  /** The number of its values, or {@link #INCOMPLETE} or {@link #CONTRADICTORY}. */
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

  /** Indices of a sparse vector must ascend and stay below its size. */
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

  /** Puts its values, narrowed to floats, into an array of zeros. */
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
