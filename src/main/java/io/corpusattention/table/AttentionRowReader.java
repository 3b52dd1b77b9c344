package io.corpusattention.table;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.math.Kernels;
import java.io.Serializable;
import java.util.Arrays;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;

/** Converts Spark rows to {@link AttentionRow}s, and refuses rows that contradict themselves. */
final class AttentionRowReader implements Serializable {
  private static final long serialVersionUID = 1;

  private static final int ID = 0;
  private static final int NUM_TOKENS = 1;
  private static final int QUERY_START = 2;
  private static final int NUM_QUERIES = 3;

  /** How far the sum of a distribution may be from 1, with room for weights that were rounded. */
  private static final double ROUNDING = 1e-3;

  private final Given label;
  private final int heads;
  private final boolean selfAttention;
  private final int topK;
  private final StructType columns;
  private final int firstExtra;

  /**
   * @param columns the columns of the rows: id, num_tokens, query_start, num_queries; then any
   *     other columns of the table; from firstExtra on, the extra columns that the caller asked for
   */
  AttentionRowReader(
      Given label, int heads, boolean selfAttention, int topK, StructType columns, int firstExtra) {
    this.label = label;
    this.heads = heads;
    this.selfAttention = selfAttention;
    this.topK = topK;
    this.columns = columns;
    this.firstExtra = firstExtra;
  }

  /**
   * Reads a row.
   *
   * @param layer the model's layer; null in a single-layer table
   */
  AttentionRow read(InternalRow row, Integer layer) {
    for (int i = ID; i <= NUM_QUERIES; i++) {
      require(!row.isNullAt(i), row, columns.apply(i).name() + " is null");
    }
    int n = row.getInt(NUM_TOKENS);
    int queryStart = row.getInt(QUERY_START);
    int queries = row.getInt(NUM_QUERIES);
    require(n > 0 && queries > 0 && queryStart >= 0, row, "its counts are not positive");
    require(
        !selfAttention || (long) queryStart + queries <= n, row, "it has more queries than tokens");
    String[] tokens = null;
    String[] queryTokens = null;
    float[] attention = null;
    int[] keys = null;
    float[] weights = null;
    float[] keptMass = null;
    float[] received = null;
    long distributions = (long) heads * queries;
    int kept = Math.min(topK, n);
    for (int i = NUM_QUERIES + 1; i < firstExtra; i++) {
      String name = columns.apply(i).name();
      switch (name) {
        case AttentionTableSchema.TOKENS -> {
          tokens = strings(row, i);
          require(
              tokens == null || tokens.length == n,
              row,
              "tokens does not have num_tokens elements");
        }
        case AttentionTableSchema.QUERY_TOKENS -> {
          queryTokens = strings(row, i);
          require(
              queryTokens == null || (long) queryStart + queries <= queryTokens.length,
              row,
              "query_tokens has fewer elements than its queries");
        }
        case AttentionTableSchema.ATTENTION -> {
          attention = floats(row, i, distributions * n);
          requireWeights(attention, n, 1, row, name);
        }
        case AttentionTableSchema.ATTENTION_KEYS -> {
          keys = ints(row, i, distributions * kept);
          for (int key : keys) {
            require(
                key >= 0 && key < n, row, "attention_keys has a number in it that is not a key");
          }
        }
        case AttentionTableSchema.ATTENTION_WEIGHTS -> {
          weights = floats(row, i, distributions * kept);
          requireWeights(weights, kept, 0, row, name);
        }
        case AttentionTableSchema.KEPT_MASS -> {
          keptMass = floats(row, i, distributions);
          requireWeights(keptMass, 1, 0, row, name);
        }
        case AttentionTableSchema.ATTENTION_RECEIVED -> {
          received = floats(row, i, n);
          for (float weight : received) {
            require(weight >= 0, row, name + " has a number in it that is below 0");
          }
        }
        default -> throw new IllegalStateException("column " + name);
      }
    }
    Object[] extra = new Object[columns.length() - firstExtra];
    for (int i = 0; i < extra.length; i++) {
      extra[i] = value(row, firstExtra + i);
    }
    return new AttentionRow(
        value(row, ID),
        layer,
        tokens,
        queryTokens,
        n,
        queryStart,
        queries,
        attention,
        keys,
        weights,
        keptMass,
        received,
        extra);
  }

  private String[] strings(InternalRow row, int ordinal) {
    if (row.isNullAt(ordinal)) {
      return null;
    }
    String[] strings = strings(row.getArray(ordinal));
    require(
        Arrays.stream(strings).noneMatch(string -> string == null),
        row,
        columns.apply(ordinal).name() + " has a null in it");
    return strings;
  }

  private static String[] strings(ArrayData array) {
    String[] strings = new String[array.numElements()];
    for (int i = 0; i < strings.length; i++) {
      strings[i] = array.isNullAt(i) ? null : array.getUTF8String(i).toString();
    }
    return strings;
  }

  private float[] floats(InternalRow row, int ordinal, long length) {
    float[] floats = list(row, ordinal, length).toFloatArray();
    require(
        Kernels.get().allFinite(floats, 0, floats.length),
        row,
        columns.apply(ordinal).name() + " has a number in it that is not finite");
    return floats;
  }

  /**
   * Checks that no weight is below 0 and that each distribution sums to 1, or to less if some
   * weights were not kept. The weights of each distribution are contiguous.
   *
   * @param keys the number of weights in each distribution
   * @param least the least that each distribution must sum to: 1 if it is complete
   */
  private void requireWeights(float[] weights, int keys, int least, InternalRow row, String name) {
    for (int from = 0; from < weights.length; from += keys) {
      double sum = sum(weights, from, from + keys);
      if (!(sum >= least - ROUNDING && sum <= 1 + ROUNDING)) {
        throw bad(
            row,
            sum < 0
                ? name + " has a weight in it that is below 0"
                : name + " has a distribution whose weights add up to " + (float) sum);
      }
    }
  }

  /** Returns the sum of the weights, or -1 if one is below 0. */
  private static double sum(float[] weights, int from, int to) {
    // Four sums, because each addition to a sum waits for the previous one.
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int signs = 0;
    int i = from;
    for (; i + 3 < to; i += 4) {
      a += weights[i];
      b += weights[i + 1];
      c += weights[i + 2];
      d += weights[i + 3];
      signs |=
          Float.floatToRawIntBits(weights[i])
              | Float.floatToRawIntBits(weights[i + 1])
              | Float.floatToRawIntBits(weights[i + 2])
              | Float.floatToRawIntBits(weights[i + 3]);
    }
    for (; i < to; i++) {
      a += weights[i];
      signs |= Float.floatToRawIntBits(weights[i]);
    }
    for (int j = from; signs < 0 && j < to; j++) { // a set sign bit may also be that of -0
      if (weights[j] < 0) {
        return -1;
      }
    }
    return a + b + c + d;
  }

  private int[] ints(InternalRow row, int ordinal, long length) {
    return list(row, ordinal, length).toIntArray();
  }

  private ArrayData list(InternalRow row, int ordinal, long length) {
    String name = columns.apply(ordinal).name();
    require(!row.isNullAt(ordinal), row, name + " is null");
    ArrayData list = row.getArray(ordinal);
    if (list.numElements() != length) {
      throw bad(
          row, name + " has " + list.numElements() + " numbers, but its counts require " + length);
    }
    // Spark's bulk reads return nulls as numbers.
    require(!hasNull(list), row, name + " has a null in it");
    return list;
  }

  private static boolean hasNull(ArrayData array) {
    for (int i = 0; i < array.numElements(); i++) {
      if (array.isNullAt(i)) {
        return true;
      }
    }
    return false;
  }

  private Object value(InternalRow row, int ordinal) {
    if (row.isNullAt(ordinal)) {
      return null;
    }
    DataType type = columns.apply(ordinal).dataType();
    if (type instanceof ArrayType array) {
      return array(row.getArray(ordinal), array.elementType());
    }
    Object value = row.get(ordinal, type);
    return value instanceof UTF8String string ? string.toString() : InternalRow.copyValue(value);
  }

  private static Object array(ArrayData array, DataType type) {
    if (type.equals(DataTypes.StringType)) {
      return strings(array);
    }
    boolean number =
        type.equals(DataTypes.IntegerType)
            || type.equals(DataTypes.LongType)
            || type.equals(DataTypes.FloatType)
            || type.equals(DataTypes.DoubleType)
            || type.equals(DataTypes.BooleanType);
    if (!number) {
      return array.copy();
    }
    if (hasNull(array)) {
      Object[] values = new Object[array.numElements()];
      for (int i = 0; i < values.length; i++) {
        values[i] = array.isNullAt(i) ? null : array.get(i, type);
      }
      return values;
    }
    if (type.equals(DataTypes.IntegerType)) {
      return array.toIntArray();
    } else if (type.equals(DataTypes.LongType)) {
      return array.toLongArray();
    } else if (type.equals(DataTypes.FloatType)) {
      return array.toFloatArray();
    } else if (type.equals(DataTypes.DoubleType)) {
      return array.toDoubleArray();
    }
    return array.toBooleanArray();
  }

  private void require(boolean condition, InternalRow row, String what) {
    if (!condition) {
      throw bad(row, what);
    }
  }

  private BadSettingException bad(InternalRow row, String what) {
    return label.bad(
        "the row of "
            + value(row, ID)
            + " is not valid in an attention table: "
            + what
            + "; write the table again with jobs/attend");
  }
}
