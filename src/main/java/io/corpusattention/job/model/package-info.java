/**
 * The job that makes a published model usable. Input: the Maven artifact of a model. Output: a
 * folder in the layout of Hugging Face's {@code save_pretrained}. Runs without Spark.
 */
package io.corpusattention.job.model;
