/**
 * Code shared by the jobs that read text: text settings, the opened text with the rules that cut
 * it, and the tokenizer of a model.
 *
 * <p>Input: settings, a model's folder. Output: a text corpus and its rules. Imports {@code
 * job.run} and packages upstream of the jobs.
 */
package io.corpusattention.job.text;
