package io.corpusattention.job.embed;

import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Settings for learning word vectors. Settings that the user did not give are null.
 *
 * @param dim width of a vector
 * @param minCount minimum number of occurrences; rarer words get no vector
 * @param seed seed of the initial vectors and of the random draws
 * @param epochs number of passes over the corpus
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

  /** Returns the first of these settings that the user gave, with its value. Empty if none. */
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
