package io.corpusattention.weights.family;

import java.util.List;

/** No model, but what a user or the train job saves: one attention layer. */
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
