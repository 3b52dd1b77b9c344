package io.corpusattention.weights;

/**
 * The contents of a .npy file.
 *
 * @param shape its dimensions
 * @param values row-major, as many as the product of the dimensions
 */
record NpyArray(int[] shape, float[] values) {}
