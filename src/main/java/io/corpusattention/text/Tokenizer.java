package io.corpusattention.text;

/** Cuts sentences into tokens. Not for several threads at once. */
public interface Tokenizer {
  /** The tokens of a sentence; none where it has no words. */
  Tokens tokenize(String sentence);
}
