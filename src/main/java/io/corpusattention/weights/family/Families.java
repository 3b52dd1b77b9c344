package io.corpusattention.weights.family;

import java.util.List;
import java.util.Optional;

/** The families that are known. */
public final class Families {
  /** Where tensors have the names of several, the first counts. */
  public static final List<ModelFamily> ALL =
      List.of(
          new SingleLayer(),
          new Bert(),
          new Roberta(),
          new Electra(),
          new DistilBert(),
          new Gpt2());

  public static final List<EncoderFamily> ENCODERS =
      ALL.stream().filter(EncoderFamily.class::isInstance).map(EncoderFamily.class::cast).toList();

  private Families() {}

  /**
   * The family of whole models.
   *
   * @param modelType as config.json calls it; null where nothing is said
   */
  public static Optional<EncoderFamily> encoder(String modelType) {
    return ENCODERS.stream()
        .filter(family -> modelType != null && family.names().modelTypes().contains(modelType))
        .findFirst();
  }
}
