package io.corpusattention.weights.family;

import java.util.List;

/** RoBERTa and related models: BERT with positions that begin after the padding token's id. */
final class Roberta extends Bert {
  Roberta() {
    super(
        "roberta.",
        List.of("roberta", "xlm-roberta", "camembert"),
        "lm_head.",
        "classifier.",
        "qa_outputs.");
  }

  @Override
  public int paddingId(ModelConfig config) {
    return config.index("pad_token_id", 1);
  }
}
