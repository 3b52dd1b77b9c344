package io.corpusattention.training;

/**
 * A sentence some of whose tokens are hidden, to be found again.
 *
 * @param key stands for the sentence in random draws: a hash of its id
 * @param tokens n
 * @param embeddings [n, d_model], without positions
 * @param positions [n, d_model]: what is added for each token's place; null for nothing
 * @param hidden the m tokens that are hidden, all at once, each named once
 * @param words [V, d_model]: embeddings without positions
 * @param negatives [m, K]: for each hidden token K rows of {@code words} that are not its own
 */
public record MaskedSentence(
    long key,
    int tokens,
    float[] embeddings,
    float[] positions,
    int[] hidden,
    float[] words,
    int[] negatives) {}
