package io.corpusattention.text;

import java.util.List;

/** Cuts sentences into tokens. Not for several threads at once. */
public interface Tokenizer {
  /** The tokens of a sentence; none where it has no words. */
  Tokens tokenize(String sentence);

  /** The tokens of a sentence that is cut into words already. */
  Tokens tokenize(List<String> words);
}
