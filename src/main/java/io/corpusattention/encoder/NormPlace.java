package io.corpusattention.encoder;

/** Where a block has its LayerNorms. */
public enum NormPlace {
  /**
   * Post-norm, behind each sum (Vaswani et al. 2017): h = first(x + output(attention(x))), and then
   * second(h + down(activation(up(h)))). BERT and its kin.
   */
  AFTER,

  /**
   * Pre-norm, in front of attention and in front of the feed-forward network: h = x +
   * output(attention(first(x))), and then h + down(activation(up(second(h)))). GPT-2.
   */
  BEFORE
}
