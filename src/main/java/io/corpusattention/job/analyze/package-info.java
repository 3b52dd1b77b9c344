/**
 * The analyze job. Its input is an attention table, or text and a model, or embedded sentences and
 * weights. Its output is statistics by layer and head, relations, and links between words.
 *
 * <p>Input: a settings record. Output: a run folder with tables of statistics and analysis.json,
 * and a result record. Imports {@code job.run}, {@code job.text} and {@code job.attend} for models,
 * and packages upstream of the jobs.
 */
package io.corpusattention.job.analyze;
