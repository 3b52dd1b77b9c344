package io.corpusattention.job.attend;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Writes files with plain Spark for src/test/python/differential_inputs.py, which passes a file
 * that says what to write and which records.
 */
public final class SparkInputs {
  private final JsonNode asked;
  private final Set<String> required;

  private SparkInputs(JsonNode asked) {
    this.asked = asked;
    List<String> levels = new ArrayList<>();
    asked.get("required").forEach(level -> levels.add(level.asText()));
    this.required = Set.copyOf(levels);
  }

  /** Writes everything that a JSON file asks for. */
  public static void main(String[] args) throws IOException {
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[2]")
            .config("spark.ui.enabled", false)
            .config("spark.driver.host", "127.0.0.1")
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.log.level", "ERROR")
            .getOrCreate()) {
      for (JsonNode asked : new ObjectMapper().readTree(new File(args[0]))) {
        new SparkInputs(asked).write(spark);
      }
    }
  }

  private String text(String name) {
    return asked.get(name).asText();
  }

  private void write(SparkSession spark) {
    Dataset<Row> source = spark.read().parquet(text("source"));
    String id = asked.get("id").get(0).asText();
    String idType = asked.get("id").get(1).asText();
    List<Column> columns = new ArrayList<>();
    for (String name : source.columns()) {
      Column column = col("`" + name.replace("`", "``") + "`");
      columns.add(name.equals(id) ? column.cast(idType).as(id) : column);
    }
    Dataset<Row> typed = source.select(columns.toArray(new Column[0]));
    List<Row> rows = new ArrayList<>();
    StructField[] fields = typed.schema().fields();
    for (Row row : typed.collectAsList()) {
      Object[] values = new Object[fields.length];
      for (int i = 0; i < values.length; i++) {
        boolean vectors = fields[i].name().equals(text("embeddings")) && row.get(i) != null;
        values[i] = vectors && asked.get("vectors").asBoolean() ? vectors(row, i) : row.get(i);
      }
      rows.add(RowFactory.create(values));
    }
    StructType schema = new StructType();
    for (StructField field : fields) {
      schema = schema.add(asked(field, id));
    }
    Map<String, String> options = new HashMap<>();
    asked.get("options").properties().forEach(e -> options.put(e.getKey(), e.getValue().asText()));
    List<String> folders = new ArrayList<>();
    asked.get("folders").forEach(folder -> folders.add(folder.asText()));
    spark.conf().set("spark.sql.parquet.writeLegacyFormat", asked.get("legacy").asBoolean());
    DataFrameWriter<Row> writer =
        spark
            .createDataFrame(rows, schema)
            .repartition(asked.get("files").asInt())
            .write()
            .options(options)
            .partitionBy(folders.toArray(new String[0]));
    writer.parquet(text("output") + (asked.get("both").asBoolean() ? "/doc=folder" : ""));
    if (!new File(text("source")).delete()) {
      throw new IllegalStateException(text("source") + " cannot be removed");
    }
  }

  /** Returns a column that allows nulls at the requested levels. */
  private StructField asked(StructField field, String id) {
    if (field.name().equals(id)) {
      return new StructField(id, field.dataType(), !required.contains("id"), field.metadata());
    }
    if (field.name().equals(text("tokens"))) {
      DataType tokens =
          DataTypes.createArrayType(DataTypes.StringType, !required.contains("token"));
      return new StructField(field.name(), tokens, !required.contains("tokens"), field.metadata());
    }
    if (field.name().equals(text("embeddings"))) {
      DataType type =
          asked.get("vectors").asBoolean()
              ? DataTypes.createArrayType(SQLDataTypes.VectorType(), true)
              : nulls(field.dataType());
      return new StructField(field.name(), type, !required.contains("list"), field.metadata());
    }
    return field;
  }

  private DataType nulls(DataType type) {
    if (type instanceof ArrayType array) {
      boolean nested = array.elementType() instanceof ArrayType;
      return DataTypes.createArrayType(
          nulls(array.elementType()), !required.contains(nested ? "vector" : "element"));
    }
    return type;
  }

  /** Converts lists of numbers to vectors, which are sparse if they contain zeros. */
  private static List<Vector> vectors(Row row, int at) {
    List<Vector> vectors = new ArrayList<>();
    for (scala.collection.Seq<?> list : row.<scala.collection.Seq<?>>getList(at)) {
      if (list == null) {
        vectors.add(null);
        continue;
      }
      double[] values =
          CollectionConverters.asJava(list).stream().mapToDouble(v -> (Double) v).toArray();
      Vector dense = Vectors.dense(values);
      vectors.add(dense.numNonzeros() < dense.size() ? dense.toSparse() : dense);
    }
    return vectors;
  }
}
