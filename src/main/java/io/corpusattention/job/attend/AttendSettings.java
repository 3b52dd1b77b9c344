package io.corpusattention.job.attend;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.CorpusColumns;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.job.run.OnBadRecord;
import io.corpusattention.job.run.QuerySettings;
import io.corpusattention.job.run.WeightsSettings;
import io.corpusattention.table.Compression;
import io.corpusattention.table.WriteMode;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * All that a run of attend is told.
 *
 * @param attention with the heads that are in force once the weights are known
 * @param output the run folder; null for a dry run that names none
 * @param partitions null to take the input as it is split
 * @param limit null for all records
 */
public record AttendSettings(
    CorpusSource input,
    CorpusColumns columns,
    WeightsSettings weights,
    QuerySettings query,
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
    requirePossible(partitions, limit);
  }

  /** Refuses numbers of partitions and records that cannot be; both may be null. */
  public static void requirePossible(Integer partitions, Integer limit) {
    if (partitions != null && (partitions < 1 || partitions > MAX_PARTITIONS)) {
      throw Setting.PARTITIONS.of(partitions).bad("must be between 1 and " + MAX_PARTITIONS);
    }
    if (limit != null && limit < 1) {
      throw Setting.LIMIT.of(limit).bad("must be 1 or more");
    }
  }

  /** The same settings with what the weights decide. */
  AttendSettings with(AttentionConfig resolved) {
    return new AttendSettings(
        input,
        columns,
        weights,
        query,
        resolved,
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
    options.put("id-column", columns.id());
    options.put("tokens-column", columns.tokens());
    options.put("embeddings-column", columns.embeddings());
    options.put("keep", columns.keep());
    options.put("weights", weights.source());
    putIfSet(options, "layer", weights.layer());
    putIfSet(options, "head-dim", weights.headDim());
    options.put("heads", attention.heads());
    options.put("kv-heads", attention.kvHeads());
    putIfSet(options, "query", query.file());
    putIfSet(options, "query-tokens", query.tokens());
    putIfSet(options, "query-column", query.column());
    putIfSet(options, "query-tokens-column", query.tokensColumn());
    options.put("mask", attention.mask().toString());
    options.put("scale", attention.scale() == null ? "1/sqrt(d_k)" : attention.scale());
    options.put("temperature", attention.temperature());
    options.put("alignment", attention.alignment().toString());
    if (attention.alignment() instanceof Alignment.Sample sample) {
      options.put("seed", sample.seed());
      options.put("draws", sample.draws());
    }
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

  private static void putIfSet(Map<String, Object> options, String name, Object value) {
    if (value != null) {
      options.put(name, value);
    }
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
