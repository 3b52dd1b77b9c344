package io.corpusattention.ml;

import io.corpusattention.text.WordVectors;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Row;
import scala.Option;

/** Reads what {@link TokenEmbedderWriter} has saved. */
final class TokenEmbedderReader extends MLReader<TokenEmbedder> {
  @Override
  public TokenEmbedder load(String path) {
    var metadata =
        DefaultParamsReader$.MODULE$.loadMetadata(
            path, sparkSession(), TokenEmbedder.class.getName());
    List<Row> rows =
        sparkSession()
            .read()
            .schema(TokenEmbedderWriter.SCHEMA)
            .parquet(new Path(path, TokenEmbedderWriter.VECTORS).toString())
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
