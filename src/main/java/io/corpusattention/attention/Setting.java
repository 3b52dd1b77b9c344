package io.corpusattention.attention;

import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a user can set, in any job or stage, by an identifier of its own. How a user writes it is
 * for those to say who read it: the command line has {@code --kv-heads}, spark.ml has {@code
 * kvHeads}.
 */
public enum Setting {
  // What is read.
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

  // What is written.
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

  /** The identifier, as run.json has it: {@code kv-heads}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The setting with this identifier. */
  public static Setting named(String id) {
    return valueOf(id.toUpperCase(Locale.ROOT).replace('-', '_'));
  }

  /** This setting with the value that the user gave it; null for a setting that has none. */
  public Given of(Object value) {
    return new Given(this, value == null ? null : value.toString());
  }

  /** This setting, whatever its value. */
  public Given given() {
    return new Given(this, null);
  }

  /** Refuses a number below 1; null where the user gives none. */
  public void requirePositive(Number value) {
    if (value != null && value.longValue() < 1) {
      throw of(value).bad("must be 1 or more");
    }
  }

  /**
   * What to throw where the user must give this and does not.
   *
   * @param remedy what to give, as {@link Given#bad} takes it
   */
  public BadSettingException missing(Object... remedy) {
    return new BadSettingException(
        null, Stream.concat(Stream.of(this, " is missing; "), Stream.of(remedy)).toArray());
  }
}
