package io.corpusattention.ml;

import io.corpusattention.text.WordVectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/**
 * Saves an embedder: Params as all stages of spark.ml save theirs, and Parquet with a row for each
 * word. The mean of all vectors stands under no word.
 */
final class TokenEmbedderWriter extends MLWriter {
  static final String VECTORS = "vectors";
  static final StructType SCHEMA =
      new StructType()
          .add("word", DataTypes.StringType, true)
          .add("vector", DataTypes.createArrayType(DataTypes.FloatType, false), false);

  /** Numbers of one task, so that none is too large to be sent. */
  private static final long NUMBERS_IN_TASK = 1 << 22;

  private final TokenEmbedder embedder;

  TokenEmbedderWriter(TokenEmbedder embedder) {
    this.embedder = embedder;
  }

  @Override
  public void saveImpl(String path) {
    DefaultParamsWriter$.MODULE$.saveMetadata(
        embedder, path, sparkSession(), Option.empty(), Option.empty());
    WordVectors vectors = embedder.vectors();
    int width = vectors.width();
    List<Row> rows = new ArrayList<>();
    rows.add(RowFactory.create(null, vectors.mean()));
    for (int row = 0; row < vectors.size(); row++) {
      int at = row * width;
      rows.add(
          RowFactory.create(
              vectors.word(row), Arrays.copyOfRange(vectors.matrix(), at, at + width)));
    }
    int tasks = (int) (1 + vectors.matrix().length / NUMBERS_IN_TASK);
    sparkSession()
        .createDataFrame(JavaSparkContext.fromSparkContext(sc()).parallelize(rows, tasks), SCHEMA)
        .write()
        .parquet(new Path(path, VECTORS).toString());
  }
}
