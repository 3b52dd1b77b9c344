package io.corpusattention.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.Footer;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Type;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.execution.datasources.parquet.ParquetToSparkSchemaConverter;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Finds the columns of Parquet files, from one footer. A column whose type Spark does not know gets
 * the type void and a note with its Parquet type, because it matters only if it is requested. Spark
 * would refuse the whole file. Lists of float16 become lists of float, which {@link
 * Float16Elements} reads.
 */
public final class FileColumns {
  private static final String UNREADABLE = "corpusattention.unreadable";

  private static final DataType FLOATS = DataTypes.createArrayType(DataTypes.FloatType);

  private FileColumns() {}

  /** Returns the Parquet type of a column that cannot be read, or null if it can be read. */
  public static String unreadable(StructField field) {
    return field.metadata().contains(UNREADABLE) ? field.metadata().getString(UNREADABLE) : null;
  }

  /**
   * Returns the columns of the first file by name that has rows, or of the first file if none has
   * rows. Some programs do not know the column types of files without rows.
   */
  static StructType of(List<Path> files, Configuration conf, SQLConf settings) throws IOException {
    List<Path> sorted = files.stream().sorted(Comparator.comparing(Path::toString)).toList();
    Footer first = null;
    for (Path path : sorted) {
      Footer footer = footer(path, conf);
      first = first == null ? footer : first;
      if (footer.getParquetMetadata().getBlocks().stream().anyMatch(b -> b.getRowCount() > 0)) {
        return columns(footer, settings);
      }
    }
    return columns(first, settings);
  }

  private static Footer footer(Path path, Configuration conf) throws IOException {
    try (ParquetFileReader reader = ParquetFiles.open(path, conf)) {
      return new Footer(path, reader.getFooter());
    }
  }

  private static StructType columns(Footer footer, SQLConf settings) {
    ParquetToSparkSchemaConverter converter = new ParquetToSparkSchemaConverter(settings);
    ParquetMetadata metadata = footer.getParquetMetadata();
    MessageType stored = metadata.getFileMetaData().getSchema();
    List<Type> known = new ArrayList<>();
    List<StructField> fields = new ArrayList<>();
    for (Type column : stored.getFields()) {
      String unknown = unknown(column, converter);
      if (ListElements.of(column, FLOATS) instanceof Float16Elements) {
        fields.add(new StructField(column.getName(), FLOATS, true, Metadata.empty()));
      } else if (unknown == null) {
        known.add(column);
      } else {
        Metadata note = new MetadataBuilder().putString(UNREADABLE, unknown).build();
        fields.add(new StructField(column.getName(), DataTypes.NullType, true, note));
      }
    }
    if (known.size() == stored.getFieldCount()) {
      return ParquetFileFormat.readSchemaFromFooter(footer, converter);
    }
    StructType readable = converter.convert(new MessageType(stored.getName(), known));
    fields.addAll(0, List.of(readable.fields()));
    return new StructType(fields.toArray(new StructField[0]));
  }

  /** Returns the type of a column if Spark does not know it, or null if it does. */
  private static String unknown(Type column, ParquetToSparkSchemaConverter converter) {
    try {
      converter.convert(new MessageType("column", column));
      return null;
    } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
      return column.isPrimitive()
          ? column.asPrimitiveType().getPrimitiveTypeName()
              + (column.getLogicalTypeAnnotation() == null
                  ? ""
                  : " (" + column.getLogicalTypeAnnotation() + ")")
          : column.toString().replaceAll("\\s+", " ");
    }
  }
}
