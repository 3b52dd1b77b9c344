package io.corpusattention.learning;

import java.io.Serializable;

/**
 * A sentence to learn from.
 *
 * @param key stands for the sentence in every random choice: a hash of its id
 * @param tokens n
 * @param embeddings [n, d_model], row-major
 * @param label its class, or null where there are none
 */
public record TrainingSentence(long key, int tokens, float[] embeddings, String label)
    implements Serializable {}
