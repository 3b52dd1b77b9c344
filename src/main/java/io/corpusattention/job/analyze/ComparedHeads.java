package io.corpusattention.job.analyze;

/** Which heads are compared with each other. */
public enum ComparedHeads {
  /** Those of each layer. */
  LAYER,
  /** Those of all layers. */
  ALL
}
