/**
 * The job analyze: an attention table in, or text and a model, or embedded sentences and weights;
 * statistics by layer and head, relations and links between words out.
 *
 * <p>Enters: a record of settings. Leaves: a run folder with tables of statistics and
 * analysis.json, and a record of what came out. Imports {@code job.run}, {@code job.text} and {@code job.attend} for
 * models, and what is upstream of the jobs.
 */
package io.corpusattention.job.analyze;
