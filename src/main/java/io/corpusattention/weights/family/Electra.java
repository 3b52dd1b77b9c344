package io.corpusattention.weights.family;

/** ELECTRA: BERT under another prefix, in some sizes with embeddings that are widened. */
final class Electra extends Bert {
  Electra() {
    super("electra.", "electra");
  }
}
