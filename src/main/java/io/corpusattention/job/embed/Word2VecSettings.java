package io.corpusattention.job.embed;

import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import java.util.Optional;
import java.util.stream.Stream;

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
    Setting.DIM.requirePositive(dim);
    Setting.MIN_COUNT.requirePositive(minCount);
    Setting.EPOCHS.requirePositive(epochs);
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

  /** The first of these that the user has given, as he gave it. */
  Optional<Given> given() {
    return Stream.of(
            Setting.DIM.of(dim),
            Setting.MIN_COUNT.of(minCount),
            Setting.SEED.of(seed),
            Setting.EPOCHS.of(epochs),
            Setting.SAVE_VECTORS.of(save))
        .filter(given -> given.value() != null)
        .findFirst();
  }
}
