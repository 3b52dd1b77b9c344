package io.corpusattention.parquet;

import io.corpusattention.math.Float16;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.spark.paths.SparkPath;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.vectorized.OnHeapColumnVector;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.vectorized.ColumnarArray;

/**
 * Reads a list column with the list reader and with parquet-java's record reader. A list is null or
 * has elements. Strings are represented by their bytes, and float16 values as floats.
 */
final class TwoReaders {
  private static final int BATCH = 16;
  private static final int MOST_ROWS = 100_000;

  private final Configuration conf = new Configuration();

  TwoReaders() {
    conf.setBoolean("parquet.hadoop.vectored.io.enabled", false); // faster for small files
  }

  /** Reads a column with the list reader. Returns null if it leaves the file to Spark's reader. */
  List<List<Object>> byLists(Path file, StructField field) throws IOException {
    List<BlockMetaData> rowGroups;
    try (ParquetFileReader reader = open(file)) {
      rowGroups = reader.getFooter().getBlocks();
    }
    List<List<Object>> rows = new ArrayList<>();
    try (ListFile lists = ListFile.open(part(file), List.of(field), Set.of(), conf)) {
      if (lists == null) {
        return null;
      }
      OnHeapColumnVector[] vectors =
          OnHeapColumnVector.allocateColumns(BATCH, new StructField[] {field});
      for (BlockMetaData rowGroup : rowGroups) {
        for (long left = rowGroup.getRowCount(); left > 0; left -= BATCH) {
          vectors[0].reset();
          int count = (int) Math.min(left, BATCH);
          lists.read(count, vectors);
          for (int i = 0; i < count; i++) {
            rows.add(vectors[0].isNullAt(i) ? null : list(vectors[0].getArray(i), field));
          }
        }
      }
    }
    return rows;
  }

  private static List<Object> list(ColumnarArray array, StructField field) {
    boolean floats = ((ArrayType) field.dataType()).elementType().equals(DataTypes.FloatType);
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < array.numElements(); i++) {
      list.add(
          array.isNullAt(i)
              ? null
              : floats ? array.getFloat(i) : string(array.getUTF8String(i).getBytes()));
    }
    return list;
  }

  /** Reads a column with parquet-java's record reader. */
  List<List<Object>> byRecords(Path file, String column) throws IOException {
    List<List<Object>> rows = new ArrayList<>();
    try (ParquetFileReader reader = open(file)) {
      MessageType stored = reader.getFooter().getFileMetaData().getSchema();
      MessageType schema = new MessageType(stored.getName(), stored.getType(column));
      reader.setRequestedSchema(schema);
      PageReadStore rowGroup;
      while ((rowGroup = reader.readNextRowGroup()) != null) {
        if (rowGroup.getRowCount() > MOST_ROWS) {
          throw new ParquetDecodingException("more rows than the file has");
        }
        RecordReader<Group> records =
            new ColumnIOFactory()
                .getColumnIO(schema)
                .getRecordReader(rowGroup, new GroupRecordConverter(schema));
        for (long i = 0; i < rowGroup.getRowCount(); i++) {
          rows.add(list(records.read()));
        }
      }
    }
    return rows;
  }

  private static List<Object> list(Group row) {
    if (row.getFieldRepetitionCount(0) == 0) {
      return null;
    }
    Group group = row.getGroup(0, 0);
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < group.getFieldRepetitionCount(0); i++) {
      Group element = group.getGroup(0, i);
      list.add(element.getFieldRepetitionCount(0) == 0 ? null : value(element));
    }
    return list;
  }

  private static Object value(Group element) {
    PrimitiveTypeName type = element.getType().getType(0).asPrimitiveType().getPrimitiveTypeName();
    return switch (type) {
      case FLOAT -> element.getFloat(0, 0);
      case BINARY -> string(element.getBinary(0, 0).getBytes());
      default ->
          Float16.toFloat(
              element.getBinary(0, 0).toByteBuffer().order(ByteOrder.LITTLE_ENDIAN).getShort());
    };
  }

  /** Converts bytes to a string that is unique for these bytes, even if they are not UTF-8. */
  private static String string(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  private ParquetFileReader open(Path file) throws IOException {
    return ParquetFiles.open(new org.apache.hadoop.fs.Path(file.toUri()), conf);
  }

  static PartitionedFile part(Path file) throws IOException {
    long size = Files.size(file);
    return new PartitionedFile(
        InternalRow.empty(),
        SparkPath.fromPathString(file.toString()),
        0,
        size,
        new String[0],
        0,
        size,
        scala.collection.immutable.Map$.MODULE$.empty());
  }
}
