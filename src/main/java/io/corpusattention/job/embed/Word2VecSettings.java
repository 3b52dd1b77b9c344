package io.corpusattention.job.embed;

import io.corpusattention.attention.BadSettingException;

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
    requirePositive("--dim", dim);
    requirePositive("--min-count", minCount);
    requirePositive("--epochs", epochs);
  }

  private static void requirePositive(String option, Integer value) {
    if (value != null && value < 1) {
      throw new BadSettingException(option + " " + value + ": must be 1 or more");
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
  String shown() {
    return dim != null
        ? "--dim " + dim
        : minCount != null
            ? "--min-count " + minCount
            : seed != null
                ? "--seed " + seed
                : epochs != null ? "--epochs " + epochs : "--save-vectors " + save;
  }
}
