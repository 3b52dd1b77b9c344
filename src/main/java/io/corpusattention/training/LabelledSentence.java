package io.corpusattention.training;

/**
 * A sentence of a known class.
 *
 * @param key stands for the sentence in random draws: a hash of its id
 * @param tokens n
 * @param embeddings [n, d_model], as attend reads them
 * @param label its class, from 0
 */
public record LabelledSentence(long key, int tokens, float[] embeddings, int label) {}
