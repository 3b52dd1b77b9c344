package io.corpusattention.job.analyze;

/** Which heads are compared with each other. */
public enum ComparedHeads {
  /** Heads of the same layer. */
  LAYER,
  /** Heads of all layers. */
  ALL
}
