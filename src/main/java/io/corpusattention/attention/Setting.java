package io.corpusattention.attention;

import java.util.Locale;
import java.util.stream.Stream;

/**
 * The settings of all jobs and stages. Each has an identifier; the code that reads a setting
 * decides how users write it: {@code --kv-heads} on the command line, {@code kvHeads} in spark.ml.
 */
public enum Setting {
  // Input.
  INPUT,
  INPUT_FORMAT,
  INPUT_TABLE,
  ID_COLUMN,
  TOKENS_COLUMN,
  EMBEDDINGS_COLUMN,
  TEXT_COLUMN,
  QUERY_COLUMN,
  QUERY_TOKENS_COLUMN,
  LABEL_COLUMN,
  DOCUMENT_COLUMN,
  KEEP,
  LIMIT,
  PARTITIONS,
  ON_BAD_RECORD,

  CONFIG,

  // Output.
  OUTPUT,
  MODE,
  COMPRESSION,
  RESUME,

  // Attention.
  WEIGHTS,
  LAYER,
  LAYERS,
  HEADS,
  KV_HEADS,
  HEAD_DIM,
  MASK,
  SCALE,
  TEMPERATURE,
  ALIGNMENT,
  SEED,
  DRAWS,
  ATTENTION,
  CONTEXT,
  HIDDEN,
  NORMALIZE,
  MAX_ROW_BYTES,
  QUERY,
  QUERY_TOKENS,
  POSITIONS,

  // Text and its embeddings.
  SPLIT,
  LANGUAGE,
  TOKENIZER,
  MAX_TOKENS,
  EMBEDDER,
  VECTORS,
  MODEL,
  DIM,
  MIN_COUNT,
  SAVE_VECTORS,
  UNKNOWN,

  // Training.
  OBJECTIVE,
  HIDDEN_SHARE,
  NEGATIVES,
  EPOCHS,
  BATCH,
  OPTIMIZER,
  LEARNING_RATE,
  WARM_UP,
  CLIP,
  WEIGHT_DECAY,
  ENTROPY_WEIGHT,
  HELD_OUT,
  PATIENCE,

  // Statistics, summaries, pages.
  DIVERGENCES,
  NORMS,
  OUTPUT_WEIGHTS,
  TOP,
  EXAMPLES,
  SHOW,
  MEASURE,
  STOP_WORDS,
  WORDS,
  KEYWORDS,
  SENTENCES,
  IDS,
  CONTAINS,
  ANALYSIS,
  COMPARE,
  TRAINING,
  SUMMARIES,
  FIGURES,

  // Benchmarks.
  JOB,
  WORKLOAD,
  FOLDER,
  REPEAT,
  COLD,
  PEER,
  PEER_STYLE,
  JSON;

  /** Returns the identifier, as in run.json: {@code kv-heads}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the setting with this identifier. */
  public static Setting named(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /**
   * Returns this setting with the value that the user gave, or null for a setting without a value.
   */
  public Given of(Object value) {
    return new Given(this, value == null ? null : value.toString());
  }

  /** Returns this setting regardless of its value. */
  public Given given() {
    return new Given(this, null);
  }

  /**
   * Throws a {@link BadSettingException} if a number is below 1. Accepts null, for a setting that
   * is not given.
   */
  public void requirePositive(Number value) {
    if (value != null && value.longValue() < 1) {
      throw of(value).bad("must be 1 or more");
    }
  }

  /**
   * Returns the exception to throw if this setting is required and missing.
   *
   * @param remedy what to give, as in {@link Given#bad}
   */
  public BadSettingException missing(Object... remedy) {
    return new BadSettingException(
        null, Stream.concat(Stream.of(this, " is missing; "), Stream.of(remedy)).toArray());
  }
}
