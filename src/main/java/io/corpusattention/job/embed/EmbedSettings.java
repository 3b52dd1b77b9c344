package io.corpusattention.job.embed;

import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.corpus.TextColumns;
import io.corpusattention.job.attend.AttendSettings;
import io.corpusattention.job.run.OnBadRecord;
import io.corpusattention.table.Compression;
import io.corpusattention.table.WriteMode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * All that a run of embed is told.
 *
 * @param language of the rules by which prose is cut, where it is
 * @param tokenizer a tokenizer.json; null for words, or for the model's own
 * @param maxTokens null for as many as the embedder takes
 * @param output the run folder; null for a dry run that names none
 * @param partitions null to take the input as it is split
 * @param limit null for all records
 */
public record EmbedSettings(
    CorpusSource input,
    TextColumns columns,
    TextSplitting splitting,
    String language,
    String tokenizer,
    Integer maxTokens,
    EmbedderSettings embedder,
    String output,
    WriteMode mode,
    Compression compression,
    OnBadRecord onBadRecord,
    Integer partitions,
    Integer limit) {
  public EmbedSettings {
    AttendSettings.requirePossible(partitions, limit);
    if (maxTokens != null && maxTokens < 1) {
      throw Setting.MAX_TOKENS.of(maxTokens).bad("must be 1 or more");
    }
    if (tokenizer != null && embedder.kind() == EmbedderKind.MODEL) {
      throw Setting.TOKENIZER.of(tokenizer).bad("a model has its own tokenizer.json; leave it out");
    }
  }

  /** The same with the input and the embedder that are in force. */
  EmbedSettings with(CorpusSource source, EmbedderSettings chosen) {
    return new EmbedSettings(
        source,
        columns,
        splitting,
        language,
        tokenizer,
        maxTokens,
        chosen,
        output,
        mode,
        compression,
        onBadRecord,
        partitions,
        limit);
  }

  /** The settings under the names of their options, for people and for run.json. */
  public Map<String, Object> asOptions() {
    Map<String, Object> options = new LinkedHashMap<>();
    if (input instanceof CorpusSource.Paths files) {
      options.put("input", files.paths());
      options.put("input-format", files.format());
    } else if (input instanceof CorpusSource.Table table) {
      options.put("input-table", table.name());
    }
    putIfSet(options, "id-column", columns.id());
    putIfSet(options, "text-column", columns.text());
    putIfSet(options, "tokens-column", columns.tokens());
    options.put("keep", columns.keep());
    options.put("split", label(splitting));
    if (splitting == TextSplitting.SENTENCES) {
      options.put("language", language);
    }
    boolean model = embedder.kind() == EmbedderKind.MODEL;
    options.put("tokenizer", tokenizer == null ? (model ? "the model's" : "words") : tokenizer);
    putIfSet(options, "max-tokens", maxTokens);
    options.put("embedder", label(embedder.kind()));
    putIfSet(options, "vectors", embedder.vectors());
    putIfSet(options, "model", embedder.model());
    if (embedder.kind() == EmbedderKind.WORD2VEC) {
      options.put("dim", embedder.word2vec().dimOrDefault());
      options.put("min-count", embedder.word2vec().minCountOrDefault());
      options.put("epochs", embedder.word2vec().epochsOrDefault());
      options.put("seed", embedder.word2vec().seedOrDefault());
      putIfSet(options, "save-vectors", embedder.word2vec().save());
    }
    if (!model) {
      options.put("unknown", label(embedder.unknownWords()));
      options.put("positions", embedder.sinusoidal() ? "sinusoidal" : "none");
    }
    options.put("output", output);
    options.put("mode", label(mode));
    options.put("compression", label(compression));
    options.put("on-bad-record", label(onBadRecord));
    options.put("partitions", partitions);
    options.put("limit", limit);
    return options;
  }

  private static void putIfSet(Map<String, Object> options, String name, Object value) {
    if (value != null) {
      options.put(name, value);
    }
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
