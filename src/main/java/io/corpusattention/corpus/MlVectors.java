package io.corpusattention.corpus;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;

/**
 * Vectors of spark.ml as Spark stores them: a struct of type (0 sparse, 1 dense), size, indices and
 * values, the middle two null in dense vectors. What is read may come from any program, so nothing
 * of it is taken on trust.
 */
final class MlVectors {
  static final int FIELDS = 4;

  private static final int TYPE = 0;
  private static final int SIZE = 1;
  private static final int INDICES = 2;
  private static final int VALUES = 3;
  private static final byte DENSE = 1;

  private MlVectors() {}

  /** The number of its values, or -1 where it is not whole. */
  static int width(InternalRow vector) {
    if (vector.isNullAt(TYPE) || vector.isNullAt(VALUES)) {
      return -1;
    }
    ArrayData values = vector.getArray(VALUES);
    if (EmbeddingsDecoder.firstNull(values) >= 0) {
      return -1;
    }
    if (vector.getByte(TYPE) == DENSE) {
      return values.numElements();
    }
    if (vector.isNullAt(SIZE) || vector.isNullAt(INDICES)) {
      return -1;
    }
    ArrayData indices = vector.getArray(INDICES);
    int size = vector.getInt(SIZE);
    if (indices.numElements() != values.numElements()
        || EmbeddingsDecoder.firstNull(indices) >= 0) {
      return -1;
    }
    int before = -1;
    for (int i = 0; i < indices.numElements(); i++) {
      int index = indices.getInt(i);
      if (index <= before || index >= size) {
        return -1;
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
