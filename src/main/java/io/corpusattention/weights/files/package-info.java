/**
 * The code that the readers of all file formats share.
 *
 * <p>In: a folder as {@code WeightFiles}, so that it may be on any file system. Out: its JSON
 * within limits, its text in a form that is safe for messages, and errors if it cannot be read.
 * Imports {@code attention}. Does not depend on any format.
 */
package io.corpusattention.weights.files;
