package io.corpusattention.table;

import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.table.run.TableFile;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.bytes.DirectByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnWriteStore;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.CodecFactory;
import org.apache.parquet.hadoop.ColumnChunkPageWriteStore;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;
import org.apache.spark.sql.execution.datasources.parquet.ParquetReadSupport;
import org.apache.spark.sql.execution.datasources.parquet.ParquetWriteSupport;
import org.apache.spark.sql.execution.datasources.parquet.SparkToParquetSchemaConverter;
import org.apache.spark.sql.types.StructType;

/**
 * A Parquet file with two kinds of columns. Spark's own write support writes the columns of any
 * type. After them come the lists of numbers, which {@link ListColumn} writes in whole pages.
 *
 * <p>For each row, add its lists, then call {@link #endRow}. A row group ends after the row that
 * brings its pages to {@value #ROW_GROUP_BYTES} bytes.
 */
public final class ParquetTableFile implements Closeable {
  private static final long ROW_GROUP_BYTES = 64L << 20;

  /**
   * Tokens have no dictionary: dictionary lookups took a seventh of the run time and saved only a
   * byte or two per token. attention_received alone takes four bytes per token.
   */
  private final ParquetProperties properties =
      ParquetProperties.builder()
          .withDictionaryEncoding(AttentionTableSchema.TOKENS + ".list.element", false)
          .build();

  private final String name; // within the run folder
  private final MessageType schema;
  private final MessageType recordSchema;
  private final ParquetWriteSupport recordSupport = new ParquetWriteSupport();
  private final Map<String, String> metadata;
  private final CodecFactory codecs;
  private final CompressionCodecName codec;
  private final ParquetFileWriter file;
  private final List<ListColumn> lists = new ArrayList<>();

  // The current row group; null between row groups.
  private ColumnChunkPageWriteStore pages;
  private ColumnWriteStore records;
  private RecordConsumer consumer;
  private long rows;

  private long allRows;
  private boolean finished;

  /**
   * Creates the file.
   *
   * @param conf the configuration that ParquetFileFormat prepared for writing
   */
  ParquetTableFile(Path path, TableSchema table, CompressionCodecName codec, Configuration conf)
      throws IOException {
    StructType all = table.all();
    this.name = table.folder() + "/" + path.getName();
    this.schema = new SparkToParquetSchemaConverter(conf).convert(all);
    Configuration recordConf = new Configuration(conf);
    ParquetWriteSupport.setSchema(table.records(), recordConf);
    WriteSupport.WriteContext context = recordSupport.init(recordConf);
    this.recordSchema = context.getSchema();
    this.metadata = new HashMap<>(context.getExtraMetaData());
    this.metadata.put(ParquetReadSupport.SPARK_METADATA_KEY(), all.json());
    this.metadata.putAll(table.footer());
    this.codec = codec;
    this.codecs =
        CodecFactory.createDirectCodecFactory(
            conf, DirectByteBufferAllocator.getInstance(), ParquetWriter.DEFAULT_PAGE_SIZE);
    for (ColumnDescriptor column : schema.getColumns()) {
      if (table.lists().getFieldIndex(column.getPath()[0]).isDefined()) {
        lists.add(new ListColumn(column, codecs.getCompressor(codec)));
      }
    }
    this.file =
        new ParquetFileWriter(
            HadoopOutputFile.fromPath(path, conf),
            schema,
            ParquetFileWriter.Mode.CREATE,
            ParquetWriter.DEFAULT_BLOCK_SIZE,
            ParquetWriter.MAX_PADDING_SIZE_DEFAULT,
            null,
            properties);
    file.start();
  }

  /** Returns a list column by its index in the schema. Each takes one list per row. */
  public ListColumn list(int index) {
    return lists.get(index);
  }

  /** Writes the other columns of the row and ends the row. */
  public void endRow(RawRow record) throws IOException {
    if (pages == null) {
      startRowGroup();
    }
    recordSupport.write(record.internal());
    rows++;
    if (bufferedBytes() >= ROW_GROUP_BYTES) {
      flushRowGroup();
    }
  }

  private long bufferedBytes() throws IOException {
    long bytes = records.getBufferedSize();
    for (ListColumn list : lists) {
      bytes += list.bufferedBytes();
    }
    return bytes;
  }

  @SuppressWarnings("deprecation") // the other constructors ask for encryption, too
  private void startRowGroup() {
    pages =
        new ColumnChunkPageWriteStore(
            codecs.getCompressor(codec),
            recordSchema,
            properties.getAllocator(),
            properties.getColumnIndexTruncateLength(),
            properties.getPageWriteChecksumEnabled());
    records = properties.newColumnWriteStore(recordSchema, pages, pages);
    consumer = new ColumnIOFactory().getColumnIO(recordSchema).getRecordWriter(records);
    recordSupport.prepareForWrite(consumer);
  }

  private void flushRowGroup() throws IOException {
    consumer.flush();
    file.startBlock(rows);
    records.flush();
    pages.flushToFileWriter(file);
    for (ListColumn list : lists) {
      list.writeTo(file);
    }
    file.endBlock();
    allRows += rows;
    dropRowGroup();
  }

  private void dropRowGroup() {
    if (records != null) {
      records.close();
      pages.close();
    }
    records = null;
    pages = null;
    consumer = null;
    rows = 0;
  }

  /**
   * Writes the remaining rows and the footer.
   *
   * @return the finished file's path, rows, and bytes
   */
  TableFile finish() throws IOException {
    if (rows > 0) {
      flushRowGroup();
    }
    file.end(metadata);
    finished = true;
    return new TableFile(name, allRows, file.getPos());
  }

  /** Releases everything. A file that was not finished stays incomplete. */
  @Override
  public void close() throws IOException {
    dropRowGroup();
    codecs.release();
    if (!finished) {
      file.close();
    }
  }
}
