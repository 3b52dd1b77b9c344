package io.corpusattention.weights.family;

import java.util.List;

/** A single attention layer that a user or the train job saved, not a whole model. */
final class SingleLayer implements ModelFamily {
  private static final FamilyNames NAMES =
      new FamilyNames(
          List.of(),
          "",
          ConfigNames.BERT,
          new AttentionNames("", "", List.of("query", "key", "value")));

  @Override
  public FamilyNames names() {
    return NAMES;
  }
}
