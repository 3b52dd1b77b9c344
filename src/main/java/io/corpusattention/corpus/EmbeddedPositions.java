package io.corpusattention.corpus;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.parquet.ParquetFiles;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.execution.datasources.HadoopFsRelation;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;

/**
 * Finds out whether jobs/embed added positions to the embeddings of an input. The footers of its
 * files record that, and stay with the files wherever the table is moved.
 */
final class EmbeddedPositions {
  /** The column that embed writes. Embeddings in any other column come from elsewhere. */
  private static final String EMBEDDINGS = "embeddings";

  /** Only embed's files have this key. */
  private static final String EMBEDDER = "corpusattention.embedder";

  private static final String POSITIONS = "corpusattention.positions";

  private EmbeddedPositions() {}

  /**
   * Returns whether all embeddings of an input have sinusoidal positions. Reads one file per
   * folder, because the files of a folder come from one run.
   *
   * @throws BadSettingException if some have positions and others do not
   */
  static boolean areIn(
      Dataset<Row> input, CorpusSource source, CorpusSchema schema, Configuration conf)
      throws IOException {
    boolean parquet =
        PlainFiles.of(input).map(HadoopFsRelation::fileFormat).orElse(null)
            instanceof ParquetFileFormat;
    if (!parquet || !schema.sentence().embeddings().name().equals(EMBEDDINGS)) {
      return false;
    }
    Map<Path, Path> files = new TreeMap<>(); // the first file of each folder
    for (String file : input.inputFiles()) {
      Path path = new Path(URI.create(file));
      files.merge(path.getParent(), path, (one, other) -> one.compareTo(other) < 0 ? one : other);
    }
    Path with = null;
    Path without = null;
    for (Path file : files.values()) {
      if (hasPositions(file, source, conf)) {
        with = file;
      } else {
        without = file;
      }
    }
    if (with != null && without != null) {
      throw source
          .given()
          .bad(
              "the embeddings in "
                  + with.getParent()
                  + " have sinusoidal positions, those in "
                  + without.getParent()
                  + " have none; give embeddings of one kind");
    }
    return with != null;
  }

  private static boolean hasPositions(Path file, CorpusSource source, Configuration conf)
      throws IOException {
    try (ParquetFileReader reader = ParquetFiles.open(file, conf)) {
      Map<String, String> keys = reader.getFileMetaData().getKeyValueMetaData();
      return keys.containsKey(EMBEDDER) && "sinusoidal".equals(keys.get(POSITIONS));
    } catch (RuntimeException e) {
      throw CorpusFiles.unreadable(source, file, "Parquet", e);
    }
  }
}
