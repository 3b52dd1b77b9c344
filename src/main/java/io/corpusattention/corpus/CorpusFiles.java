package io.corpusattention.corpus;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.RootCause;
import io.corpusattention.parquet.ParquetFiles;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.orc.OrcFile;
import org.apache.orc.Reader;
import org.apache.orc.TypeDescription;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.EnumLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.JsonLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.TimestampLogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.datasources.FileFormat;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.orc.OrcFileFormat;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;

/**
 * What is known from the footers of the input files before any row is read.
 *
 * @param records the number of records; empty if unknown, or if there are too many files to read
 *     every footer
 * @param widestRow the average size in bytes of a row in memory, in the part of the input with the
 *     widest rows; empty if unknown
 */
public record CorpusFiles(OptionalLong records, OptionalLong widestRow) {
  /** The most footers to read. Each takes about a millisecond on a local disk. */
  private static final int MAX_FOOTERS = 200;

  /** The reader's batch size if the width of the rows is unknown. */
  private static final int CAUTIOUS_READER_BATCH = 128;

  private static final CorpusFiles UNKNOWN =
      new CorpusFiles(OptionalLong.empty(), OptionalLong.empty());

  static CorpusFiles read(
      Dataset<Row> all, CorpusSource source, CorpusSchema schema, Configuration conf)
      throws IOException {
    Optional<FileFormat> format = PlainFiles.of(all).map(HadoopFsRelation::fileFormat);
    if (format.isPresent() && format.get() instanceof ParquetFileFormat) {
      return parquet(all.inputFiles(), source, schema, conf);
    }
    if (format.isPresent() && format.get() instanceof OrcFileFormat) {
      return orc(all.inputFiles(), source, schema, conf);
    }
    return UNKNOWN;
  }

  private static CorpusFiles parquet(
      String[] files, CorpusSource source, CorpusSchema schema, Configuration conf)
      throws IOException {
    long records = 0;
    long widest = 1;
    Map<String, String> firstTypes = null;
    String first = null;
    for (int i = 0; i < Math.min(files.length, MAX_FOOTERS); i++) {
      Path path = new Path(URI.create(files[i]));
      try (ParquetFileReader reader = ParquetFiles.open(path, conf)) {
        // Some programs do not know the column types of files without rows.
        if (reader.getRecordCount() > 0) {
          Map<String, String> types = types(reader.getFileMetaData().getSchema(), schema);
          firstTypes = firstTypes == null ? types : firstTypes;
          first = first == null ? files[i] : first;
          requireAgreement(source, path, types, first, firstTypes);
        }
        for (BlockMetaData block : reader.getFooter().getBlocks()) {
          records += block.getRowCount();
          widest = Math.max(widest, bytes(block, schema) / Math.max(1, block.getRowCount()));
        }
      } catch (BadSettingException e) {
        throw e;
      } catch (RuntimeException e) {
        throw unreadable(source, path, "Parquet", e);
      }
    }
    return new CorpusFiles(known(records, files), OptionalLong.of(widest));
  }

  private static CorpusFiles orc(
      String[] files, CorpusSource source, CorpusSchema schema, Configuration conf) {
    long records = 0;
    long widest = 1;
    Map<String, String> firstTypes = null;
    for (int i = 0; i < Math.min(files.length, MAX_FOOTERS); i++) {
      Path path = new Path(URI.create(files[i]));
      try (Reader reader = OrcFile.createReader(path, OrcFile.readerOptions(conf))) {
        Map<String, String> types = types(reader.getSchema(), schema);
        firstTypes = firstTypes == null ? types : firstTypes;
        requireAgreement(source, path, types, files[0], firstTypes);
        long rows = reader.getNumberOfRows();
        records += rows;
        widest = Math.max(widest, reader.getRawDataSize() / Math.max(1, rows));
      } catch (BadSettingException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        throw unreadable(source, path, "ORC", e);
      }
    }
    return new CorpusFiles(known(records, files), OptionalLong.of(widest));
  }

  private static OptionalLong known(long records, String[] files) {
    return files.length > MAX_FOOTERS ? OptionalLong.empty() : OptionalLong.of(records);
  }

  static BadSettingException unreadable(
      CorpusSource source, Path path, String format, Exception e) {
    boolean named = source instanceof CorpusSource.Paths;
    String problem = "cannot be read as " + format + ": " + RootCause.of(e);
    return (named
            ? source.given().with(path).bad(problem)
            : source.given().bad(path + " " + problem))
        .causedBy(e);
  }

  /**
   * Requires all files to have the same types. Spark takes the columns from one file, and reads
   * null for columns that other files lack or name differently.
   */
  private static void requireAgreement(
      CorpusSource source,
      Path path,
      Map<String, String> types,
      String first,
      Map<String, String> firstTypes) {
    // A catalog table has one schema, regardless of its files.
    if (source instanceof CorpusSource.Paths && !types.equals(firstTypes)) {
      throw Setting.INPUT
          .of(path)
          .bad(
              "has columns "
                  + types
                  + ", but "
                  + first
                  + " has "
                  + firstTypes
                  + "; all files must agree in the columns that are read");
    }
  }

  /** Returns the types of the columns that are read, and always that of the tokens. */
  private static Map<String, String> types(TypeDescription file, CorpusSchema schema) {
    Map<String, String> types = new TreeMap<>();
    List<String> names = file.getFieldNames();
    for (int i = 0; i < names.size(); i++) {
      if (isRead(names.get(i), schema)) {
        types.put(names.get(i), file.getChildren().get(i).toString());
      }
    }
    return types;
  }

  /** Returns how the columns that are read are stored, and always how the tokens are. */
  private static Map<String, String> types(MessageType file, CorpusSchema schema) {
    Map<String, String> types = new TreeMap<>();
    for (ColumnDescriptor column : file.getColumns()) {
      String name = column.getPath()[0];
      if (isRead(name, schema)) {
        types.merge(name, stored(column), (one, other) -> one + "+" + other);
      }
    }
    return types;
  }

  /**
   * Describes how a column is stored. Types that Spark reads the same way have the same
   * description. Spark applies the columns of one file to all files, so different types would be
   * misread: unsigned numbers as signed, bytes as strings, and numbers as narrower ones.
   */
  private static String stored(ColumnDescriptor column) {
    PrimitiveType type = column.getPrimitiveType();
    String numbers =
        "list of ".repeat(column.getMaxRepetitionLevel()) + type.getPrimitiveTypeName();
    LogicalTypeAnnotation meaning = type.getLogicalTypeAnnotation();
    if (meaning == null
        || meaning.equals(LogicalTypeAnnotation.intType(32, true))
        || meaning.equals(LogicalTypeAnnotation.intType(64, true))) {
      return numbers;
    }
    boolean text =
        meaning instanceof EnumLogicalTypeAnnotation
            || meaning instanceof JsonLogicalTypeAnnotation;
    boolean time = meaning instanceof TimestampLogicalTypeAnnotation;
    return numbers + " (" + (text ? "STRING" : time ? "TIMESTAMP" : meaning) + ")";
  }

  private static boolean isRead(String name, CorpusSchema schema) {
    return schema.columnNames().contains(name)
        || (!schema.hasTokens() && name.equals(CorpusColumns.DEFAULT_TOKENS));
  }

  /**
   * Returns the size of a row group in memory: eight bytes per value, or more for long binaries.
   */
  private static long bytes(BlockMetaData block, CorpusSchema schema) {
    long bytes = 0;
    for (ColumnChunkMetaData column : block.getColumns()) {
      if (schema.columnNames().contains(column.getPath().toArray()[0])) {
        bytes += Math.max(column.getValueCount() * Double.BYTES, column.getTotalUncompressedSize());
      }
    }
    return bytes;
  }

  CorpusFiles atMost(long limit) {
    return new CorpusFiles(
        records.isPresent() ? OptionalLong.of(Math.min(limit, records.getAsLong())) : records,
        widestRow);
  }

  /** Returns how many rows Spark's readers should decode at once. */
  public int readerBatchSize() {
    if (widestRow.isEmpty()) {
      return CAUTIOUS_READER_BATCH;
    }
    return ReaderBatch.rows(widestRow.getAsLong());
  }
}
