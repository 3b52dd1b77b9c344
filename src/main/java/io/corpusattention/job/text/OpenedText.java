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
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** An opened text and the rules by which every pass cuts it into sentences and tokens. */
public record OpenedText(TextCorpus corpus, SentenceCutter.Rules rules) {
  /**
   * How sentences are cut into tokens, and how long they may be.
   *
   * @param tokenizer the tokenizer; null for whole words
   * @param ofModel whether the tokenizer belongs to a model, and so adds the model's special tokens
   * @param mostTokens the most tokens of a sentence that the user may ask for
   */
  public record Tokenizing(TokenizerFile tokenizer, boolean ofModel, int mostTokens) {}

  /**
   * Checks the language and opens the text.
   *
   * @param limit maximum number of records to read; null for all
   * @param load how much work the job does with the text
   * @throws BadSettingException if there is no such language or text
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
   * Determines the rules for a text.
   *
   * @throws BadSettingException if the text is already cut into words and the settings cut it
   *     again, or if sentences have no room for words besides the tokenizer's special tokens
   */
  public static OpenedText of(TextCorpus corpus, TextSettings settings, Tokenizing tokenizing) {
    TextSchema schema = corpus.schema();
    if (schema.hasTokens()) {
      requireWords(corpus, settings, tokenizing);
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

  /** Rejects a splitter, and a tokenizer other than a model's, if the input is already cut. */
  private static void requireWords(
      TextCorpus corpus, TextSettings settings, Tokenizing tokenizing) {
    boolean files = TextCorpus.isText(corpus.source());
    Given words =
        files
            ? Setting.INPUT_FORMAT.of(TextCorpus.CONLLU)
            : Setting.TOKENS_COLUMN.of(corpus.schema().content().name());
    List<Object> problem = new ArrayList<>(List.of("is cut into "));
    problem.add(files ? "words already; " : "tokens already; ");
    if (tokenizing.tokenizer() != null && !tokenizing.ofModel()) {
      problem.addAll(List.of("leave ", Setting.TOKENIZER, " out"));
    } else if (settings.prose()) {
      problem.addAll(List.of(Setting.SPLIT.of("sentences"), " is for text, leave it out"));
    } else {
      return;
    }
    if (!files) {
      problem.addAll(List.of(" or give ", Setting.TEXT_COLUMN));
    }
    throw words.bad(problem.toArray());
  }

  /**
   * Returns the id column of sentences. If records are split into sentences, ids are strings: 17.2
   * is the second sentence of record 17.
   */
  public StructField sentenceId() {
    StructField id = corpus.schema().id();
    return rules.language() != null
        ? DataTypes.createStructField(id.name(), DataTypes.StringType, false)
        : id;
  }
}
