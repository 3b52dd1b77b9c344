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

  /** What is cut into words already takes no splitter, and no tokenizer but a model's. */
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

  /** A sentence of a record has the record's id and its own number: 17.2 is 17's second. */
  public StructField sentenceId() {
    StructField id = corpus.schema().id();
    return rules.language() != null
        ? DataTypes.createStructField(id.name(), DataTypes.StringType, false)
        : id;
  }
}
