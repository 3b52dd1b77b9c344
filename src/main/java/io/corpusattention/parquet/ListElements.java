package io.corpusattention.parquet;

import java.util.Arrays;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.Float16LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The elements of a column's lists, read page by page as one sequence. */
abstract class ListElements {
  private static final int NONE = -1;

  /** The page's values. */
  protected byte[] page;

  /** The position of the next value of a page without a dictionary. */
  protected int at;

  protected int end;

  private final int smallest; // bytes of a plain value
  private final DictionaryIndices indices = new DictionaryIndices();
  private boolean plain; // whether the page has plain values, rather than indices
  private int dictionarySize; // NONE if the column chunk has no dictionary

  /**
   * @param smallest the fewest bytes that a plain value takes
   */
  protected ListElements(int smallest) {
    this.smallest = smallest;
  }

  /**
   * Returns a reader for the elements of lists, or null if a column does not have three-level lists
   * of a supported type.
   *
   * @param list the column's type in the file
   * @param type the column's type in Spark
   */
  static ListElements of(Type list, DataType type) {
    if (list.isPrimitive()
        || list.isRepetition(Type.Repetition.REPEATED)
        || !(list.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation)) {
      return null;
    }
    GroupType group = list.asGroupType();
    if (group.getFieldCount() != 1 || group.getType(0).isPrimitive()) {
      return null;
    }
    GroupType repeated = group.getType(0).asGroupType();
    // Old writers use these names for two-level lists, whose elements are the groups themselves.
    if (repeated.getFieldCount() != 1
        || !repeated.isRepetition(Type.Repetition.REPEATED)
        || repeated.getName().equals("array")
        || repeated.getName().equals(list.getName() + "_tuple")) {
      return null;
    }
    Type element = repeated.getType(0);
    if (!element.isPrimitive() || element.isRepetition(Type.Repetition.REPEATED)) {
      return null;
    }
    PrimitiveTypeName stored = element.asPrimitiveType().getPrimitiveTypeName();
    LogicalTypeAnnotation meaning = element.getLogicalTypeAnnotation();
    DataType wanted = ((ArrayType) type).elementType();
    if (wanted.equals(DataTypes.FloatType) && stored == PrimitiveTypeName.FLOAT) {
      return new FloatElements();
    }
    if (wanted.equals(DataTypes.FloatType) && meaning instanceof Float16LogicalTypeAnnotation) {
      return new Float16Elements();
    }
    if (wanted.equals(DataTypes.StringType)
        && stored == PrimitiveTypeName.BINARY
        && meaning instanceof StringLogicalTypeAnnotation) {
      return new StringElements();
    }
    return null;
  }

  /** Forgets the dictionary of the previous column chunk. */
  final void startChunk() {
    dictionarySize = NONE;
  }

  /** Takes the dictionary of a column chunk: the first {@code size} bytes of a page. */
  final void startDictionary(byte[] page, int size, DictionaryPageHeader header) {
    if (dictionarySize != NONE) {
      throw new ParquetDecodingException("a column has two dictionaries");
    }
    Encoding encoding = header.getEncoding();
    if (encoding != Encoding.PLAIN && encoding != Encoding.PLAIN_DICTIONARY) {
      throw new ParquetDecodingException("a dictionary has the encoding " + encoding);
    }
    this.page = Arrays.copyOf(page, size);
    this.at = 0;
    this.end = size;
    requireBytes(header.getNum_values());
    readDictionary(header.getNum_values());
    if (at < end) {
      throw new ParquetDecodingException("a dictionary has more values than it declares");
    }
    dictionarySize = header.getNum_values();
  }

  /** Takes a page's values, from {@code start} to {@code end}. */
  final void startPage(byte[] page, int start, int end, Encoding encoding) {
    this.page = page;
    this.at = start;
    this.end = end;
    plain = encoding == Encoding.PLAIN;
    if (plain) {
      return;
    }
    if (encoding != Encoding.PLAIN_DICTIONARY && encoding != Encoding.RLE_DICTIONARY) {
      throw new ParquetDecodingException(
          "a page has the encoding " + encoding + ", which its column does not name");
    }
    if (dictionarySize == NONE) {
      throw new ParquetDecodingException("a page has values of a dictionary that is missing");
    }
    indices.start(page, start, end);
  }

  /** Requires that the page has no more values. */
  final void endPage() {
    if (!plain) {
      indices.end();
    } else if (at < end) {
      throw new ParquetDecodingException("a page has more values than its levels declare");
    }
  }

  /** Appends the next {@code count} elements to a vector, from {@code to}. */
  final void copy(WritableColumnVector vector, int to, int count) {
    if (plain) {
      requireBytes(count);
    }
    vector.reserve(Math.addExact(to, count));
    if (plain) {
      copyPlain(vector, to, count);
      return;
    }
    for (int i = 0; i < count; i++) {
      copyFromDictionary(vector, to + i, indices.next(dictionarySize));
    }
  }

  /**
   * Requires the fewest bytes that this number of plain values takes, before memory is allocated.
   */
  private void requireBytes(int count) {
    if (count < 0 || (long) count * smallest > end - at) {
      throw new ParquetDecodingException("a page has fewer values than it declares");
    }
  }

  /** Takes the next {@code length} bytes of the page and returns where they begin. */
  protected final int take(long length) {
    if (length < 0 || length > end - at) {
      throw new ParquetDecodingException("a page has fewer values than its levels declare");
    }
    int start = at;
    at += (int) length;
    return start;
  }

  /** Keeps the plain values of the page as the dictionary. */
  protected abstract void readDictionary(int size);

  protected abstract void copyPlain(WritableColumnVector vector, int to, int count);

  protected abstract void copyFromDictionary(WritableColumnVector vector, int to, int index);
}
