package io.corpusattention.job.embed;

import io.corpusattention.attention.Matrix;
import io.corpusattention.attention.Setting;
import io.corpusattention.job.run.JobRun;
import io.corpusattention.job.run.RunManifest;
import io.corpusattention.table.SentencesTableSchema;
import io.corpusattention.table.TableSchema;
import io.corpusattention.text.WordVectors;
import io.corpusattention.weights.EmbeddingLayer;
import io.corpusattention.weights.WeightsDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Builds the contents of run.json and the footers of the table that embed writes. */
final class EmbedManifest {
  private static final int UNKNOWN_WORDS = 100;

  private EmbedManifest() {}

  /**
   * Returns the keys and values in the footer of each file, which make the table self-describing.
   */
  static Map<String, String> footer(EmbedSettings settings, TableSchema table, int width) {
    Map<String, String> footer =
        RunManifest.footer(
            settings.shown(),
            Setting.SPLIT,
            Setting.LANGUAGE,
            Setting.TOKENIZER,
            Setting.EMBEDDER,
            Setting.UNKNOWN,
            Setting.POSITIONS);
    RunManifest.put(footer, "id_column", table.records().fieldNames()[0]);
    RunManifest.put(footer, "d_model", width);
    RunManifest.put(footer, "shape." + SentencesTableSchema.EMBEDDINGS, "num_tokens, d_model");
    if (table.lists().length() > 1) {
      RunManifest.put(footer, "shape." + SentencesTableSchema.WORD_IDS, "num_tokens");
    }
    return footer;
  }

  /** Returns the contents of run.json. */
  static Map<String, Object> contents(
      EmbedSettings settings,
      EmbedMethod method,
      EmbedTally tally,
      JobRun run,
      double seconds,
      SparkSession spark) {
    Map<String, Object> contents = RunManifest.of(run, settings.shown());
    contents.put("embeddings", embeddings(method));
    Map<String, Object> counts = RunManifest.counts(tally.counts());
    counts.put("empty_lines", tally.emptyLines());
    counts.put("truncated", tally.truncated());
    counts.put("unknown", tally.unknown());
    counts.put("sentences_with_unknown", tally.withUnknown());
    counts.put("unknown_words", tally.unknownWords().top(UNKNOWN_WORDS));
    contents.put("counts", counts);
    contents.put("timings", RunManifest.timings(run, seconds, tally.counts()));
    contents.put("versions", RunManifest.versions(spark));
    return contents;
  }

  private static Map<String, Object> embeddings(EmbedMethod method) {
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("d_model", method.width());
    WordVectors vectors = method.vectors();
    if (vectors != null) {
      contents.put("words", vectors.size());
      Matrix matrix = new Matrix(vectors.size(), vectors.width(), vectors.matrix());
      contents.put("sha256", WeightsDigest.sha256("vectors", matrix));
    } else {
      EmbeddingLayer layer = method.layer();
      contents.put("vocabulary", layer.words().rows());
      contents.put("max_tokens", layer.maxTokens());
      contents.put("sha256", WeightsDigest.sha256("words", layer.words()));
    }
    return contents;
  }
}
