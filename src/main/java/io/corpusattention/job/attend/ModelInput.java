package io.corpusattention.job.attend;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Sentences that go through a whole model. */
public sealed interface ModelInput extends AttendInput permits EmbeddedInput, TextInput {
  @Override
  ModelFacts model();

  /** Whether words can be shown. */
  boolean hasTokens();

  /** What a word is to the model: itself, or several where its tokenizer cuts it. */
  List<String> wordsOf(String word);

  /** The first sentences that are short enough to be shown, at most so many. */
  List<ShownSentence> firstSentences(SparkSession spark, int most);

  /** The first sentence that has a word, in capitals or small letters; null where none has. */
  ShownSentence sentenceWith(SparkSession spark, String word);

  @Override
  default void describe(Map<String, Object> contents) {
    contents.put("model", model().contents());
  }
}
