package io.corpusattention.weights.family;

import java.util.List;
import java.util.Optional;

/** The supported families of models. */
public final class Families {
  /** All families. If tensor names match several, the first one counts. */
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
   * Returns the family with a model type.
   *
   * @param modelType the model_type in config.json; null if there is none
   */
  public static Optional<EncoderFamily> encoder(String modelType) {
    return ENCODERS.stream()
        .filter(family -> modelType != null && family.names().modelTypes().contains(modelType))
        .findFirst();
  }
}
