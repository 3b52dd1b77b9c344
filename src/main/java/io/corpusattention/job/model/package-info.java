/**
 * The job that makes a published model usable: the artifact of a model in, a folder as Hugging
 * Face's {@code save_pretrained} leaves it out. Runs without Spark.
 */
package io.corpusattention.job.model;
