package io.corpusattention.ml;

import io.corpusattention.job.run.SharedSpark;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Creates input tables for stages and reads their output. */
final class Tables {
  static final String SENTENCES = "data-samples/sentences.parquet";
  static final String WEIGHTS = "data-samples/weights";
  static final String VECTORS = "data-samples/vectors.txt";

  private Tables() {}

  /** Returns the sentences of the sample: sentence_id, tokens, embeddings. */
  static Dataset<Row> sample() {
    return SharedSpark.session().read().parquet(SENTENCES);
  }

  static Dataset<Row> of(List<Row> rows, StructType schema) {
    return SharedSpark.session().createDataFrame(rows, schema);
  }

  /** Returns the rows by id. */
  static Map<String, Row> byId(Dataset<Row> table) {
    Map<String, Row> rows = new TreeMap<>();
    for (Row row : table.collectAsList()) {
      if (rows.put(String.valueOf(row.<Object>getAs("sentence_id")), row) != null) {
        throw new AssertionError("twice: " + row.<Object>getAs("sentence_id"));
      }
    }
    return rows;
  }
}
