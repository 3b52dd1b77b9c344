/**
 * What the readers of all file formats share.
 *
 * <p>Enters: a folder as {@code WeightFiles}, so that it may lie on any file system. Leaves: JSON
 * of it within limits, text of it as a message may show it, and the error where it cannot be read.
 * Imports {@code attention}; knows no format.
 */
package io.corpusattention.weights.files;
