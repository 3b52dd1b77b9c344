package io.corpusattention.weights.family;

/** RoBERTa and its kin: BERT, but for positions that begin after the padding token's id. */
final class Roberta extends Bert {
  Roberta() {
    super("roberta.", "roberta", "xlm-roberta", "camembert");
  }

  @Override
  public int paddingId(ModelConfig config) {
    return config.index("pad_token_id", 1);
  }
}
