package io.corpusattention.text;

import java.util.List;

/** Splits sentences into tokens. Not thread-safe. */
public interface Tokenizer {
  /** Returns the tokens of a sentence; none if it has no words. */
  Tokens tokenize(String sentence);

  /** Returns the tokens of a sentence that is already split into words. */
  Tokens tokenize(List<String> words);
}
