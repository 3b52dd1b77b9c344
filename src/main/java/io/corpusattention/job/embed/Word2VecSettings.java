package io.corpusattention.job.embed;

import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;

/**
 * How word vectors are learned. What the user does not give is null.
 *
 * @param dim width of a vector
 * @param minCount words that are rarer get none
 * @param seed of the start and of the draws
 * @param epochs passes over the corpus
 * @param save file for the vectors; null for the run folder
 */
public record Word2VecSettings(
    Integer dim, Integer minCount, Long seed, Integer epochs, String save) {
  public static final int DEFAULT_DIM = 100;
  public static final int DEFAULT_MIN_COUNT = 5;
  public static final long DEFAULT_SEED = 1;
  public static final int DEFAULT_EPOCHS = 5;

  public Word2VecSettings {
    requirePositive(Setting.DIM, dim);
    requirePositive(Setting.MIN_COUNT, minCount);
    requirePositive(Setting.EPOCHS, epochs);
  }

  private static void requirePositive(Setting setting, Integer value) {
    if (value != null && value < 1) {
      throw setting.of(value).bad("must be 1 or more");
    }
  }

  int dimOrDefault() {
    return dim == null ? DEFAULT_DIM : dim;
  }

  int minCountOrDefault() {
    return minCount == null ? DEFAULT_MIN_COUNT : minCount;
  }

  long seedOrDefault() {
    return seed == null ? DEFAULT_SEED : seed;
  }

  int epochsOrDefault() {
    return epochs == null ? DEFAULT_EPOCHS : epochs;
  }

  /** Whether the user has given any of these. */
  boolean isGiven() {
    return dim != null || minCount != null || seed != null || epochs != null || save != null;
  }

  /** The first that the user has given, as he gave it. */
  Given shown() {
    return dim != null
        ? Setting.DIM.of(dim)
        : minCount != null
            ? Setting.MIN_COUNT.of(minCount)
            : seed != null
                ? Setting.SEED.of(seed)
                : epochs != null ? Setting.EPOCHS.of(epochs) : Setting.SAVE_VECTORS.of(save);
  }
}
