package io.corpusattention.corpus.row;

import java.io.Serializable;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.bitset.BitSetMethods;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * A row as Spark holds it inside, which spares an object for each number of a list. Spark's classes
 * for that are none of its public interface: they are named here and in few other places.
 *
 * <p>A row that was read is valid until the next; what {@link #copied} gives outlives it.
 */
public final class RawRow implements Serializable {
  private static final long serialVersionUID = 1;

  private final InternalRow row;
  private final transient ColumnarBatch batch; // null if the row is not in a batch of columns

  /** A row of Spark's. */
  public RawRow(InternalRow row) {
    this(row, null);
  }

  /** A row of Spark's that is a view of a batch of columns. */
  RawRow(InternalRow row, ColumnarBatch batch) {
    this.row = row;
    this.batch = batch;
  }

  /**
   * A row of values: null, boxed numbers and booleans, strings, arrays of bytes, lists of these, or
   * what a row of this kind has given.
   */
  public static RawRow of(Object... values) {
    Object[] held = new Object[values.length];
    for (int i = 0; i < held.length; i++) {
      held[i] = value(values[i]);
    }
    return new RawRow(new GenericInternalRow(held));
  }

  private static Object value(Object value) {
    if (value instanceof String text) {
      return UTF8String.fromString(text);
    }
    return value instanceof List<?> list
        ? new GenericArrayData(list.stream().map(RawRow::value).toArray())
        : value;
  }

  /** The first values of an array, for {@link #of}; copied. */
  public static Object list(float[] values, int count) {
    return UnsafeArrayData.fromPrimitiveArray(
        values, Platform.FLOAT_ARRAY_OFFSET, count, Float.BYTES);
  }

  /** The first values of an array, for {@link #of}; copied. */
  public static Object list(int[] values, int count) {
    return UnsafeArrayData.fromPrimitiveArray(
        values, Platform.INT_ARRAY_OFFSET, count, Integer.BYTES);
  }

  /** Spark's row. */
  public InternalRow internal() {
    return row;
  }

  /** Whether a value is null. */
  public boolean isNull(int ordinal) {
    return row.isNullAt(ordinal);
  }

  /** A value that outlives the row, as {@link #of} takes it; null for null. */
  public Object copied(int ordinal, DataType type) {
    return row.isNullAt(ordinal) ? null : InternalRow.copyValue(row.get(ordinal, type));
  }

  /** A value that is valid as long as the row, as {@link #of} takes it; null for null. */
  public Object value(int ordinal, DataType type) {
    return row.isNullAt(ordinal) ? null : row.get(ordinal, type);
  }

  /** An integer that is not null. */
  public int integer(int ordinal) {
    return row.getInt(ordinal);
  }

  /** Whether a value is true; null is not. */
  public boolean isTrue(int ordinal) {
    return !row.isNullAt(ordinal) && row.getBoolean(ordinal);
  }

  /** A string; null for null. */
  public String string(int ordinal) {
    return row.isNullAt(ordinal) ? null : row.getUTF8String(ordinal).toString();
  }

  /** The bytes of a string or of a binary value that is not null. */
  public byte[] bytes(int ordinal, boolean binary) {
    return binary ? row.getBinary(ordinal) : row.getUTF8String(ordinal).getBytes();
  }

  /** The length of a list that is not null. */
  public int length(int ordinal) {
    return row.getArray(ordinal).numElements();
  }

  /** A list of strings, with null for null elements; null for null. */
  public String[] strings(int ordinal) {
    if (row.isNullAt(ordinal)) {
      return null;
    }
    ArrayData array = row.getArray(ordinal);
    String[] elements = new String[array.numElements()];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = array.isNullAt(i) ? null : array.getUTF8String(i).toString();
    }
    return elements;
  }

  /** A list of strings as their bytes, with null for null elements; null for null. */
  public byte[][] bytesOfStrings(int ordinal) {
    if (row.isNullAt(ordinal)) {
      return null;
    }
    ArrayData array = row.getArray(ordinal);
    byte[][] elements = new byte[array.numElements()][];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = array.isNullAt(i) ? null : array.getUTF8String(i).getBytes();
    }
    return elements;
  }

  /**
   * A list of integers, as int[], or as long[] where they are wide; as Object[] where one is null;
   * null for null.
   */
  public Object integers(int ordinal, boolean wide) {
    if (row.isNullAt(ordinal)) {
      return null;
    }
    ArrayData array = row.getArray(ordinal);
    if (firstNull(ordinal) >= 0) {
      return new Object[array.numElements()];
    }
    return wide ? array.toLongArray() : array.toIntArray();
  }

  /** Index of the first null element of a list that is not null, or -1. */
  int firstNull(int ordinal) {
    // Most batches have no nulls. Asking each element takes a tenth of the time of reading them.
    boolean hasNone =
        batch != null
            && batch.column(ordinal) instanceof WritableColumnVector lists
            && !lists.getChild(0).hasNull();
    return hasNone ? -1 : firstNull(row.getArray(ordinal));
  }

  /** Index of the first null element, or -1: Spark's bulk reads give nulls as numbers. */
  static int firstNull(ArrayData array) {
    int count = array.numElements();
    if (array instanceof UnsafeArrayData unsafe) {
      // After the count, eight bytes, lies one bit for each element.
      long words = (count + 63L) / 64;
      if (!BitSetMethods.anySet(unsafe.getBaseObject(), unsafe.getBaseOffset() + 8, words)) {
        return -1;
      }
    }
    for (int i = 0; i < count; i++) {
      if (array.isNullAt(i)) {
        return i;
      }
    }
    return -1;
  }
}
