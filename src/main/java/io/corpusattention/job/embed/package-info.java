/**
 * The job embed: text in, embedded sentences out.
 *
 * <p>Enters: a record of settings. Leaves: a run folder with the table of sentences, word vectors
 * where some were learned, and a record of what came out. Imports {@code job.run} and what is
 * upstream of the jobs.
 */
package io.corpusattention.job.embed;
