package io.corpusattention.training;

/**
 * A sentence with a known class.
 *
 * @param key the key of the sentence in random draws: a hash of its id
 * @param tokens n, the number of tokens
 * @param embeddings the embeddings, [n, d_model], as attend reads them
 * @param label its class, from 0
 */
public record LabelledSentence(long key, int tokens, float[] embeddings, int label) {}
