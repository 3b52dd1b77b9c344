package io.corpusattention.job.attend;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Sentences that go through a whole model. */
public sealed interface ModelInput extends AttendInput permits EmbeddedInput, TextInput {
  @Override
  ModelFacts model();

  /** Returns whether words can be shown. */
  boolean hasTokens();

  /**
   * Returns the words that the model sees for a word: itself, or several if its tokenizer cuts it.
   */
  List<String> wordsOf(String word);

  /** Returns the first sentences that are short enough to show, up to a maximum number. */
  List<ShownSentence> firstSentences(SparkSession spark, int most);

  /** Returns the first sentence that contains a word, ignoring case; null if there is none. */
  ShownSentence sentenceWith(SparkSession spark, String word);

  @Override
  default void describe(Map<String, Object> contents) {
    contents.put("model", model().contents());
  }
}
