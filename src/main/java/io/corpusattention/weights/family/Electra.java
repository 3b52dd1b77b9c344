package io.corpusattention.weights.family;

import java.util.List;

/** ELECTRA: BERT with another prefix. In some sizes, a projection widens the embeddings. */
final class Electra extends Bert {
  Electra() {
    super(
        "electra.",
        List.of("electra"),
        "discriminator_predictions.",
        "generator_predictions.",
        "generator_lm_head.",
        "sequence_summary.",
        "classifier.",
        "qa_outputs.");
  }

  @Override
  public EmbeddingNames embeddings() {
    return EmbeddingNames.BERT.withProjection("embeddings_project.");
  }
}
