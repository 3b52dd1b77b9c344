package io.corpusattention.corpus;

import io.corpusattention.attention.BadSettingException;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.MessageType;

/**
 * What the footers of the input's files tell before anything is read.
 *
 * @param records how many records there are; empty where there are too many files to ask each
 * @param widestRow the most values an average row of a row group holds in the columns that are read
 */
public record CorpusFiles(OptionalLong records, long widestRow) {
  /** So many footers are read at most; one takes about a millisecond on a local disk. */
  private static final int MAX_FOOTERS = 200;

  /** Bytes of decoded rows that Spark's reader may hold at once, about. */
  private static final long READER_BATCH_BYTES = 16L << 20;

  private static final int MAX_READER_BATCH = 4096;

  static CorpusFiles read(String[] files, CorpusSchema schema, Configuration conf)
      throws IOException {
    long records = 0;
    long widest = 1;
    Map<String, String> firstTypes = null;
    for (int i = 0; i < Math.min(files.length, MAX_FOOTERS); i++) {
      Path path = new Path(URI.create(files[i]));
      try (ParquetFileReader reader =
          ParquetFileReader.open(HadoopInputFile.fromPath(path, conf))) {
        Map<String, String> types = types(reader.getFileMetaData().getSchema(), schema);
        if (firstTypes == null) {
          firstTypes = types;
        } else if (!types.equals(firstTypes)) {
          throw new BadSettingException(
              "--input "
                  + path
                  + ": has columns "
                  + types
                  + ", but "
                  + files[0]
                  + " has "
                  + firstTypes
                  + "; all files must agree in the columns that are read");
        }
        for (BlockMetaData block : reader.getFooter().getBlocks()) {
          records += block.getRowCount();
          widest = Math.max(widest, values(block, schema) / Math.max(1, block.getRowCount()));
        }
      } catch (BadSettingException e) {
        throw e;
      } catch (RuntimeException e) {
        throw new BadSettingException(
            "--input " + path + ": cannot be read as Parquet: " + RootCause.of(e), e);
      }
    }
    return new CorpusFiles(
        files.length > MAX_FOOTERS ? OptionalLong.empty() : OptionalLong.of(records), widest);
  }

  /** The primitive types of the columns that are read, and of the tokens in any case. */
  private static Map<String, String> types(MessageType file, CorpusSchema schema) {
    Map<String, String> types = new TreeMap<>();
    for (ColumnDescriptor column : file.getColumns()) {
      String name = column.getPath()[0];
      if (schema.columnNames().contains(name)
          || (!schema.hasTokens() && name.equals(CorpusColumns.DEFAULT_TOKENS))) {
        types.merge(
            name,
            column.getPrimitiveType().getPrimitiveTypeName().name(),
            (one, other) -> one + "+" + other);
      }
    }
    return types;
  }

  private static long values(BlockMetaData block, CorpusSchema schema) {
    long values = 0;
    for (ColumnChunkMetaData column : block.getColumns()) {
      if (schema.columnNames().contains(column.getPath().toArray()[0])) {
        values += column.getValueCount();
      }
    }
    return values;
  }

  CorpusFiles atMost(long limit) {
    return new CorpusFiles(
        records.isPresent() ? OptionalLong.of(Math.min(limit, records.getAsLong())) : records,
        widestRow);
  }

  /**
   * Rows that Spark's Parquet reader should decode at once. Its default, 4096, is gigabytes where a
   * row is a long sentence.
   */
  public int readerBatchSize() {
    long rowBytes = Math.multiplyExact(widestRow, (long) Double.BYTES);
    return (int) Math.max(1, Math.min(MAX_READER_BATCH, READER_BATCH_BYTES / rowBytes));
  }
}
