package io.corpusattention.learning;

import java.io.Serializable;

/**
 * A sentence to train on.
 *
 * @param key the key of the sentence in every random choice: a hash of its id
 * @param tokens n, the number of tokens
 * @param embeddings the embeddings, [n, d_model], row-major
 * @param label its class, or null if there are no classes
 */
public record TrainingSentence(long key, int tokens, float[] embeddings, String label)
    implements Serializable {}
