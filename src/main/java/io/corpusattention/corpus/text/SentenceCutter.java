package io.corpusattention.corpus.text;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.RejectReason;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.text.SentenceSplitter;
import io.corpusattention.text.Tokenizer;
import io.corpusattention.text.TokenizerFile;
import io.corpusattention.text.Tokens;
import io.corpusattention.text.WordTokenizer;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;

/**
 * Splits the records of a text into sentences, and sentences into tokens. Every pass over the text
 * gives the same result.
 */
public final class SentenceCutter {
  /**
   * How to split text. Sent to the executors.
   *
   * @param language the language of the text to split into sentences; null if each record is a
   *     sentence
   * @param tokenizer the model's tokenizer; null for whole words
   * @param specialTokens whether the tokenizer adds its special tokens
   */
  public record Rules(
      TextSchema schema,
      String language,
      TokenizerFile tokenizer,
      boolean specialTokens,
      int maxTokens)
      implements Serializable {
    /**
     * Checks that a tokenizer's special tokens, which count toward maxTokens, leave room for words.
     *
     * @throws BadSettingException if they do not
     */
    public void requireRoomForWords() {
      if (tokenizer != null && specialTokens) {
        int special = tokenizer.newTokenizer(true, Integer.MAX_VALUE).tokenize("").tokens().length;
        if (maxTokens <= special) {
          throw Setting.MAX_TOKENS
              .of(maxTokens)
              .bad(
                  "the tokenizer adds "
                      + special
                      + " special tokens, so this leaves no room for words; make it larger");
        }
      }
    }

    /**
     * Returns the most tokens that a sentence may have.
     *
     * @param asked the user's limit; null for the most that the model allows
     * @param most the number of positions in the model
     * @throws BadSettingException if the model does not have that many positions
     */
    public static int maxTokens(Integer asked, int most) {
      if (asked != null && asked > most) {
        throw Setting.MAX_TOKENS.of(asked).bad("the model has positions for " + most + " tokens");
      }
      return asked == null ? most : asked;
    }
  }

  /** Receives the parts of a record. */
  public interface Sink {
    /**
     * Receives a sentence, which has at least one token.
     *
     * @param text the text of the sentence; null if the input was already tokens
     */
    void sentence(Object id, String text, Tokens tokens) throws IOException;

    /** Receives a record or a sentence that is rejected. */
    void reject(Object id, Rejection rejection) throws IOException;

    /** Called for each empty line. */
    void emptyLine();
  }

  private final Rules rules;
  private final TextDecoder decoder;
  private final SentenceSplitter splitter; // null if each record is a sentence
  private final Tokenizer tokenizer;

  public SentenceCutter(Rules rules) {
    this.rules = rules;
    this.decoder = new TextDecoder(rules.schema());
    this.splitter = rules.language() == null ? null : new SentenceSplitter(rules.language());
    this.tokenizer =
        rules.tokenizer() == null
            ? new WordTokenizer(rules.maxTokens())
            : rules.tokenizer().newTokenizer(rules.specialTokens(), rules.maxTokens());
  }

  /** Splits a record. The ids that the sink receives outlive the row. */
  public void cut(RawRow row, Sink sink) throws IOException {
    Object id = row.copied(TextSchema.ID, rules.schema().id().dataType());
    Rejection unfit = decoder.decode(row);
    if (unfit != null) {
      sink.reject(id == null || splitter == null ? id : id.toString(), unfit);
    } else if (rules.schema().hasTokens()) {
      Tokens tokens = tokenizer.tokenize(decoder.tokens());
      if (hasWords(tokens)) {
        sink.sentence(id, null, tokens);
      } else {
        sink.reject(id, new Rejection(RejectReason.EMPTY, "it has no tokens"));
      }
    } else if (splitter == null) {
      sentence(id, decoder.text(), sink);
    } else {
      List<String> sentences = splitter.split(decoder.text());
      if (sentences.isEmpty()) {
        sentence(id.toString(), "", sink);
      }
      for (int i = 0; i < sentences.size(); i++) {
        sentence(id + "." + (i + 1), sentences.get(i), sink);
      }
    }
  }

  /** Returns whether there are words. Special tokens alone enclose only blank or invisible text. */
  private static boolean hasWords(Tokens tokens) {
    return tokens.wordIds() == null
        ? tokens.tokens().length > 0
        : Arrays.stream(tokens.wordIds()).anyMatch(word -> word != Tokens.SPECIAL);
  }

  private void sentence(Object id, String text, Sink sink) throws IOException {
    if (!text.isBlank()) {
      Tokens tokens = tokenizer.tokenize(text);
      if (hasWords(tokens)) {
        sink.sentence(id, text, tokens);
        return;
      }
    }
    if (rules.schema().ofLines()) {
      sink.emptyLine();
    } else {
      sink.reject(id, new Rejection(RejectReason.EMPTY, "it has no words"));
    }
  }
}
