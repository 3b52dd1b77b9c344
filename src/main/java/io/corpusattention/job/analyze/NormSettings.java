package io.corpusattention.job.analyze;

/**
 * How analyze measures attention by the length of what it moves.
 *
 * @param output a .npy file with W_o, [heads · d_v, d_out]; null for none
 */
public record NormSettings(String output) {}
