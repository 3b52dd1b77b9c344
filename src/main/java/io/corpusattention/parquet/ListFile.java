package io.corpusattention.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.StructField;

/**
 * The columns of lists in a part of a file: row groups as Spark shares them out, in their order.
 */
final class ListFile implements Closeable {
  /** Plain values and dictionaries; the last two are of levels. */
  private static final Set<Encoding> ENCODINGS =
      EnumSet.of(
          Encoding.PLAIN,
          Encoding.PLAIN_DICTIONARY,
          Encoding.RLE_DICTIONARY,
          Encoding.RLE,
          Encoding.BIT_PACKED);

  private final ParquetFileReader reader;
  private final List<ListColumnReader> columns;
  private long left; // rows of the row group that are not read yet

  private ListFile(ParquetFileReader reader, List<ListColumnReader> columns) {
    this.reader = reader;
    this.columns = columns;
  }

  /**
   * Opens a part of a file; null where one of its columns of lists is not of the usual form, so
   * that Spark's reader has to take it.
   */
  static ListFile open(PartitionedFile part, List<StructField> fields, Configuration conf)
      throws IOException {
    ParquetFileReader reader =
        ParquetFileReader.open(
            HadoopInputFile.fromPath(part.toPath(), conf),
            HadoopReadOptions.builder(conf, part.toPath())
                .withRange(part.start(), part.start() + part.length())
                .build());
    ListFile file = null;
    try {
      file = of(reader, fields);
      return file;
    } finally {
      if (file == null) {
        reader.close();
      }
    }
  }

  private static ListFile of(ParquetFileReader reader, List<StructField> fields) {
    MessageType stored = reader.getFileMetaData().getSchema();
    if (reader.getFileMetaData().getFileDecryptor() != null) {
      return null;
    }
    List<ListColumnReader> columns = new ArrayList<>();
    List<Type> requested = new ArrayList<>();
    for (StructField field : fields) {
      Type list = stored.containsField(field.name()) ? stored.getType(field.name()) : null;
      ListElements elements = list == null ? null : ListElements.of(list, field.dataType());
      if (elements == null) {
        return null;
      }
      MessageType alone = new MessageType(stored.getName(), list);
      ColumnDescriptor column = alone.getColumns().get(0);
      if (!readable(reader.getRowGroups(), column)) {
        return null;
      }
      columns.add(
          new ListColumnReader(column, list.isRepetition(Type.Repetition.OPTIONAL), elements));
      requested.add(list);
    }
    reader.setRequestedSchema(new MessageType(stored.getName(), requested));
    return new ListFile(reader, columns);
  }

  private static boolean readable(List<BlockMetaData> rowGroups, ColumnDescriptor column) {
    ColumnPath path = ColumnPath.get(column.getPath());
    return rowGroups.stream()
        .flatMap(rowGroup -> rowGroup.getColumns().stream())
        .filter(chunk -> chunk.getPath().equals(path))
        .allMatch(chunk -> ENCODINGS.containsAll(chunk.getEncodings()));
  }

  /** Reads the next rows, which are of one row group, into a vector for each column. */
  void read(int rows, WritableColumnVector[] vectors) throws IOException {
    if (left == 0) {
      startRowGroup();
    }
    if (rows > left) {
      throw new IllegalStateException("a batch of rows crosses the end of a row group");
    }
    for (int i = 0; i < vectors.length; i++) {
      columns.get(i).read(rows, vectors[i]);
    }
    left -= rows;
  }

  private void startRowGroup() throws IOException {
    PageReadStore rowGroup = reader.readNextRowGroup();
    if (rowGroup == null) {
      throw new ParquetDecodingException("columns of lists end before the others");
    }
    left = rowGroup.getRowCount();
    for (ListColumnReader column : columns) {
      column.startRowGroup(rowGroup);
    }
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
