package io.corpusattention.parquet;

import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.execution.datasources.PartitionedFile;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import scala.Function1;
import scala.collection.Iterator;

/**
 * Reads a part of a file with Spark's readers. Spark's vectorized reader has no decoder for the
 * encoding BYTE_STREAM_SPLIT, which DuckDB writes by default in version 2 pages. Spark's row
 * reader, which is slower, reads files with such columns.
 *
 * @param vectors Spark's reader with the session's settings
 * @param rows Spark's reader without vectors
 * @param required the columns in the files
 * @param partition the partition columns
 * @param batchRows the most rows in a batch; 0 to return rows
 */
record SparkReader(
    Function1<PartitionedFile, Iterator<InternalRow>> vectors,
    Function1<PartitionedFile, Iterator<InternalRow>> rows,
    StructType required,
    StructType partition,
    int batchRows,
    Broadcast<SerializableConfiguration> conf)
    implements Function1<PartitionedFile, Iterator<InternalRow>>, Serializable {
  private static final Set<CompressionCodecName> MISSING =
      EnumSet.of(CompressionCodecName.BROTLI, CompressionCodecName.LZO);

  @Override
  @SuppressWarnings("unchecked") // batches typed as rows, as Spark's readers return them
  public Iterator<InternalRow> apply(PartitionedFile part) {
    if (!needsRows(part)) {
      return vectors.apply(part);
    }
    Iterator<InternalRow> found = rows.apply(part);
    return batchRows == 0
        ? found
        : (Iterator<InternalRow>)
            (Iterator<?>) new RowBatches(found, required.merge(partition, false), batchRows);
  }

  private boolean needsRows(PartitionedFile part) {
    ParquetMetadata footer;
    try (ParquetFileReader reader = ParquetFiles.open(part.toPath(), conf.value().value())) {
      footer = reader.getFooter();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      return false; // Spark's reader reports what is wrong with the file
    }
    Set<String> names =
        Arrays.stream(required.fieldNames()).collect(Collectors.toUnmodifiableSet());
    requireCodecs(part, footer, names);
    return needsRows(footer, names);
  }

  /** Refuses codecs that Spark lacks, by name. Spark's own error would name a class. */
  static void requireCodecs(PartitionedFile part, ParquetMetadata footer, Set<String> names) {
    chunks(footer, names)
        .map(ColumnChunkMetaData::getCodec)
        .filter(MISSING::contains)
        .findFirst()
        .ifPresent(
            codec -> {
              throw new UncheckedIOException(
                  new IOException(
                      part.toPath()
                          + " is compressed by "
                          + codec
                          + ", which Spark cannot read; write it with zstd or snappy"));
            });
  }

  private static Stream<ColumnChunkMetaData> chunks(ParquetMetadata footer, Set<String> names) {
    return footer.getBlocks().stream()
        .flatMap(rowGroup -> rowGroup.getColumns().stream())
        .filter(chunk -> names.contains(chunk.getPath().toArray()[0]));
  }

  /**
   * Returns whether one of these columns has an encoding that only the row reader supports, or one
   * that the vectorized reader reads incorrectly: DELTA_BYTE_ARRAY strings in uncompressed pages,
   * which Spark itself writes in version 2 pages.
   */
  static boolean needsRows(ParquetMetadata footer, Set<String> names) {
    return chunks(footer, names)
        .anyMatch(
            chunk ->
                chunk.getEncodings().contains(Encoding.BYTE_STREAM_SPLIT)
                    || (chunk.getEncodings().contains(Encoding.DELTA_BYTE_ARRAY)
                        && chunk.getCodec() == CompressionCodecName.UNCOMPRESSED));
  }
}
