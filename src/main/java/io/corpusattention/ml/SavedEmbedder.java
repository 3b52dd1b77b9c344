package io.corpusattention.ml;

import io.corpusattention.text.WordVectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/**
 * The saved form of an embedder: Params as every spark.ml stage saves them, and Parquet with one
 * row per word. The row whose word is null holds the mean of all vectors.
 */
final class SavedEmbedder {
  private static final String VECTORS = "vectors";
  private static final StructType SCHEMA =
      new StructType()
          .add("word", DataTypes.StringType, true)
          .add("vector", DataTypes.createArrayType(DataTypes.FloatType, false), false);

  private SavedEmbedder() {}

  static final class Writer extends MLWriter {
    /** The approximate number of floats per task, so that no task is too large to send. */
    private static final long NUMBERS_IN_TASK = 1 << 22;

    private final TokenEmbedder embedder;

    Writer(TokenEmbedder embedder) {
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

  static final class Reader extends MLReader<TokenEmbedder> {
    @Override
    public TokenEmbedder load(String path) {
      var metadata =
          DefaultParamsReader$.MODULE$.loadMetadata(
              path, sparkSession(), TokenEmbedder.class.getName());
      List<Row> rows =
          sparkSession()
              .read()
              .schema(SCHEMA)
              .parquet(new Path(path, VECTORS).toString())
              .collectAsList();
      TokenEmbedder embedder = new TokenEmbedder(metadata.uid(), vectors(rows));
      metadata.getAndSetParams(embedder, Option.empty());
      return embedder;
    }

    private static WordVectors vectors(List<Row> rows) {
      String[] words = new String[rows.size() - 1];
      float[] mean = {};
      float[] matrix = null;
      int found = 0;
      for (Row row : rows) {
        List<Float> vector = row.getList(1);
        int width = vector.size();
        if (matrix == null) {
          matrix = new float[Math.multiplyExact(words.length, width)];
          mean = new float[width];
        }
        boolean ofWord = !row.isNullAt(0);
        for (int i = 0; i < width; i++) {
          (ofWord ? matrix : mean)[ofWord ? found * width + i : i] = vector.get(i);
        }
        if (ofWord) {
          words[found++] = row.getString(0);
        }
      }
      return new WordVectors(mean.length, words, matrix, mean);
    }
  }
}
