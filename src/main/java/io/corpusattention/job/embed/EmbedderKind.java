package io.corpusattention.job.embed;

/** Where embeddings come from. */
public enum EmbedderKind {
  /** Word vectors learned from the corpus itself. */
  WORD2VEC,
  /** A file of word vectors. */
  VECTORS,
  /** The embedding layer of a model. */
  MODEL
}
