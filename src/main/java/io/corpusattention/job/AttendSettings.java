package io.corpusattention.job;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.corpus.CorpusColumns;
import io.corpusattention.table.Compression;
import io.corpusattention.table.WriteMode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * All that a run of attend is told.
 *
 * @param inputs Parquet files, folders or globs
 * @param weights a folder
 * @param output the run folder; null for a dry run that names none
 * @param partitions null to take the input as it is split
 * @param limit null for all records
 */
public record AttendSettings(
    List<String> inputs,
    CorpusColumns columns,
    String weights,
    AttentionConfig attention,
    String output,
    WriteMode mode,
    Compression compression,
    OnBadRecord onBadRecord,
    Integer partitions,
    Integer limit) {
  /** Beyond that Spark's driver runs out of memory with nothing but bookkeeping. */
  private static final int MAX_PARTITIONS = 100_000;

  public AttendSettings {
    if (partitions != null && (partitions < 1 || partitions > MAX_PARTITIONS)) {
      throw new BadSettingException(
          "--partitions " + partitions + ": must be between 1 and " + MAX_PARTITIONS);
    }
    if (limit != null && limit < 1) {
      throw new BadSettingException("--limit " + limit + ": must be 1 or more");
    }
  }

  /** The settings under the names of their options, for people and for run.json. */
  public Map<String, Object> asOptions() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("input", inputs);
    options.put("id-column", columns.id());
    options.put("tokens-column", columns.tokens());
    options.put("embeddings-column", columns.embeddings());
    options.put("keep", columns.keep());
    options.put("weights", weights);
    options.put("heads", attention.heads());
    options.put("kv-heads", attention.kvHeads());
    options.put("mask", attention.mask().toString());
    options.put("scale", attention.scale() == null ? "1/sqrt(d_k)" : attention.scale());
    options.put("temperature", attention.temperature());
    options.put("alignment", label(attention.alignment()));
    options.put("attention", attention.attention().toString());
    options.put("context", label(attention.context()));
    options.put("max-row-bytes", attention.maxRowBytes());
    options.put("output", output);
    options.put("mode", label(mode));
    options.put("compression", label(compression));
    options.put("on-bad-record", label(onBadRecord));
    options.put("partitions", partitions);
    options.put("limit", limit);
    return options;
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
