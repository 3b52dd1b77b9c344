package io.corpusattention.training;

/**
 * A sentence with hidden tokens to find.
 *
 * @param key the key of the sentence in random draws: a hash of its id
 * @param tokens n, the number of tokens
 * @param embeddings the embeddings without positions, [n, d_model]
 * @param positions the position vectors to add, [n, d_model], or null for none
 * @param hidden the m tokens that are hidden, all at once, without duplicates
 * @param words the embeddings of words without positions, [V, d_model]
 * @param negatives for each hidden token, K rows of {@code words} that are not its own: [m, K]
 */
public record MaskedSentence(
    long key,
    int tokens,
    float[] embeddings,
    float[] positions,
    int[] hidden,
    float[] words,
    int[] negatives) {}
