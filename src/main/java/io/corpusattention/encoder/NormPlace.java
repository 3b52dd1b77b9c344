package io.corpusattention.encoder;

/** Where the LayerNorms of a block are. */
public enum NormPlace {
  /**
   * Post-norm, after each sum (Vaswani et al. 2017): h = first(x + output(attention(x))), then
   * second(h + down(activation(up(h)))). Used by BERT and similar models.
   */
  AFTER,

  /**
   * Pre-norm, before attention and before the feed-forward network: h = x +
   * output(attention(first(x))), then h + down(activation(up(second(h)))). Used by GPT-2.
   */
  BEFORE
}
