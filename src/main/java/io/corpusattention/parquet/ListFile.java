package io.corpusattention.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;
import org.apache.spark.sql.types.StructField;

/**
 * The list columns in a part of a file: the row groups that Spark assigns to the part, in order.
 */
final class ListFile implements Closeable {
  /** The supported encodings: plain values and dictionaries, and two encodings of levels. */
  @SuppressWarnings("deprecation") // files still have them
  private static final Set<Encoding> ENCODINGS =
      EnumSet.of(
          Encoding.PLAIN,
          Encoding.PLAIN_DICTIONARY,
          Encoding.RLE_DICTIONARY,
          Encoding.RLE,
          Encoding.BIT_PACKED);

  private final Iterator<BlockMetaData> rowGroups;
  private final List<ListColumnReader> columns;
  private long left; // rows of the row group that are still unread

  private ListFile(List<BlockMetaData> rowGroups, List<ListColumnReader> columns) {
    this.rowGroups = rowGroups.iterator();
    this.columns = columns;
  }

  /**
   * Opens a part of a file. Returns null if Spark's reader must read it, because a list column has
   * an unusual form, another column needs Spark's row reader, pages are encrypted, or the settings
   * ask for page checksums to be verified.
   */
  static ListFile open(
      PartitionedFile part, List<StructField> fields, Set<String> others, Configuration conf)
      throws IOException {
    HadoopInputFile input = HadoopInputFile.fromPath(part.toPath(), conf);
    ParquetReadOptions options =
        HadoopReadOptions.builder(conf, part.toPath())
            .withRange(part.start(), part.start() + part.length())
            .build();
    ParquetMetadata footer;
    try (ParquetFileReader reader = ParquetFileReader.open(input, options)) {
      footer = reader.getFooter();
    }
    SparkReader.requireCodecs(part, footer, others);
    if (options.usePageChecksumVerification()
        || footer.getFileMetaData().getFileDecryptor() != null
        || SparkReader.needsRows(footer, others)) {
      return null;
    }
    ListFile file = new ListFile(footer.getBlocks(), new ArrayList<>());
    boolean usual = false;
    try {
      for (StructField field : fields) {
        ListColumnReader column = column(input, footer, field);
        if (column == null) {
          return null;
        }
        file.columns.add(column);
      }
      usual = true;
      return file;
    } finally {
      if (!usual) {
        file.close();
      }
    }
  }

  private static ListColumnReader column(
      HadoopInputFile input, ParquetMetadata footer, StructField field) throws IOException {
    MessageType stored = footer.getFileMetaData().getSchema();
    Type list = stored.containsField(field.name()) ? stored.getType(field.name()) : null;
    ListElements elements = list == null ? null : ListElements.of(list, field.dataType());
    if (elements == null) {
      return null;
    }
    ColumnDescriptor column = new MessageType(stored.getName(), list).getColumns().get(0);
    for (BlockMetaData rowGroup : footer.getBlocks()) {
      ColumnChunkMetaData chunk = chunk(rowGroup, ColumnPath.get(column.getPath()));
      requireCounts(rowGroup.getRowCount(), chunk.getValueCount());
      if (!ENCODINGS.containsAll(chunk.getEncodings())
          || !ChunkPages.CODECS.contains(chunk.getCodec())) {
        return null;
      }
    }
    boolean nullable = list.isRepetition(Type.Repetition.OPTIONAL);
    return new ListColumnReader(column, nullable, elements, new ChunkPages(input));
  }

  /**
   * Checks the number of values. Each list has at least one, which may be null. Spark skips row
   * groups without rows.
   */
  private static void requireCounts(long rows, long values) {
    if (rows < 0 || values < rows || (rows == 0 && values > 0)) {
      throw new ParquetDecodingException(
          "a row group of " + rows + " rows has a column of " + values + " values");
    }
  }

  private static ColumnChunkMetaData chunk(BlockMetaData rowGroup, ColumnPath path) {
    return rowGroup.getColumns().stream()
        .filter(chunk -> chunk.getPath().equals(path))
        .findFirst()
        .orElseThrow(() -> new ParquetDecodingException("a row group has no column " + path));
  }

  /** Reads the next rows, which are in one row group, into one vector per column. */
  void read(int rows, WritableColumnVector[] vectors) throws IOException {
    if (left == 0) {
      startRowGroup();
    }
    if (rows > left) {
      throw new ParquetDecodingException("a batch of rows crosses the end of a row group");
    }
    for (int i = 0; i < vectors.length; i++) {
      columns.get(i).read(rows, vectors[i]);
    }
    left -= rows;
    if (left == 0) {
      for (ListColumnReader column : columns) {
        column.endChunk();
      }
    }
  }

  private void startRowGroup() throws IOException {
    BlockMetaData rowGroup;
    do {
      if (!rowGroups.hasNext()) {
        throw new ParquetDecodingException("columns of lists end before the others");
      }
      rowGroup = rowGroups.next();
    } while (rowGroup.getRowCount() == 0);
    left = rowGroup.getRowCount();
    for (ListColumnReader column : columns) {
      column.startChunk(chunk(rowGroup, column.path()));
    }
  }

  @Override
  public void close() throws IOException {
    for (ListColumnReader column : columns) {
      column.close();
    }
  }
}
