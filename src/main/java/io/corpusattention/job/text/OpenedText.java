package io.corpusattention.job.text;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.text.SentenceCutter;
import io.corpusattention.corpus.text.TextCorpus;
import io.corpusattention.corpus.text.TextSchema;
import io.corpusattention.text.SentenceSplitter;
import io.corpusattention.text.TokenizerFile;
import java.io.IOException;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** A text, opened, and the rules by which every pass over it cuts it. */
public record OpenedText(TextCorpus corpus, SentenceCutter.Rules rules) {
  /**
   * What cuts sentences into tokens, and how long they may be.
   *
   * @param tokenizer null for whole words
   * @param ofModel whether it is a model's, which adds the special tokens that the model knows
   * @param mostTokens that a sentence may have, whatever the user says
   */
  public record Tokenizing(TokenizerFile tokenizer, boolean ofModel, int mostTokens) {}

  /**
   * Looks at the language and opens the text.
   *
   * @param limit the most records to take; null for all
   * @param load what is done with the text
   * @throws BadSettingException where there is no such text
   */
  public static TextCorpus open(
      SparkSession spark, TextSettings settings, Integer limit, TextCorpus.Load load)
      throws IOException {
    if (settings.prose()) {
      new SentenceSplitter(settings.language());
    }
    return TextCorpus.open(spark, settings.input(), settings.columns(), limit, load);
  }

  /**
   * Finds the rules for a text.
   *
   * @throws BadSettingException where the text cannot be cut so
   */
  public static OpenedText of(TextCorpus corpus, TextSettings settings, Tokenizing tokenizing) {
    TextSchema schema = corpus.schema();
    if (schema.hasTokens()) {
      requireWords(settings, tokenizing, schema);
    }
    SentenceCutter.Rules rules =
        new SentenceCutter.Rules(
            schema,
            settings.prose() ? settings.language() : null,
            tokenizing.tokenizer(),
            tokenizing.ofModel(),
            SentenceCutter.Rules.maxTokens(settings.maxTokens(), tokenizing.mostTokens()));
    rules.requireRoomForWords();
    return new OpenedText(corpus, rules);
  }

  /** What is cut into words already takes no splitter, and not every tokenizer. */
  private static void requireWords(
      TextSettings settings, Tokenizing tokenizing, TextSchema schema) {
    Given column = Setting.TOKENS_COLUMN.of(schema.content().name());
    String already = "is cut into tokens already; ";
    if (tokenizing.tokenizer() != null && !tokenizing.ofModel()) {
      throw column.bad(
          already,
          "leave ",
          Setting.TOKENIZER,
          " out, or give the text with ",
          Setting.TEXT_COLUMN);
    }
    if (tokenizing.tokenizer() != null && !tokenizing.tokenizer().takesWords()) {
      throw column.bad(
          already,
          "and the model's tokenizer tells a word by the blank before it; give the text with ",
          Setting.TEXT_COLUMN,
          ", or set add_prefix_space in its tokenizer.json to true");
    }
    if (settings.prose()) {
      throw column.bad(
          already,
          Setting.SPLIT.of("sentences"),
          " is for text, leave it out or give ",
          Setting.TEXT_COLUMN);
    }
  }

  /** A sentence of a record has the record's id and its own number: 17.2 is 17's second. */
  public StructField sentenceId() {
    StructField id = corpus.schema().id();
    return rules.language() != null
        ? DataTypes.createStructField(id.name(), DataTypes.StringType, false)
        : id;
  }
}
