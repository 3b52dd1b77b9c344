/**
 * What the jobs that read text share: its settings, the text opened with the rules by which it is
 * cut, and the tokenizer of a model.
 *
 * <p>Enters: settings, a model's folder. Leaves: a corpus of text and its rules. Imports {@code
 * job.run} and what is upstream of the jobs.
 */
package io.corpusattention.job.text;
