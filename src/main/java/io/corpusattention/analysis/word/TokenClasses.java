package io.corpusattention.analysis.word;

import java.util.Set;
import java.util.regex.Pattern;

/** The class of a token: a special token of the model, punctuation, or text. */
public final class TokenClasses {
  /**
   * The special tokens of BERT, RoBERTa, XLNet, T5, Llama and similar models, as their tokenizers
   * write them.
   */
  private static final Set<String> SPECIAL =
      Set.of(
          "[CLS]", "[SEP]", "[PAD]", "[MASK]", "[BOS]", "[EOS]", "<s>", "</s>", "<pad>", "<mask>",
          "<cls>", "<sep>", "<bos>", "<eos>");

  /** Special tokens such as GPT-2's {@code <|endoftext|>}. */
  private static final Pattern BARRED = Pattern.compile("<\\|[^|<>]+\\|>");

  private TokenClasses() {}

  /**
   * Returns whether a token is special, which means that a tokenizer adds it, such as [CLS] or
   * {@code </s>}. A token for unknown text, such as [UNK], is not special, because it stands for a
   * word.
   */
  public static boolean special(String token) {
    return SPECIAL.contains(token) || BARRED.matcher(token).matches();
  }

  /**
   * Returns whether a word, without the markers of its tokens, has only punctuation and symbols
   * (Unicode categories P and S) or is empty: true for ".", "--" and "$", but not for "it's".
   */
  public static boolean punctuation(String word) {
    return word.codePoints().allMatch(TokenClasses::isPunctuation);
  }

  private static boolean isPunctuation(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION,
          Character.MATH_SYMBOL,
          Character.CURRENCY_SYMBOL,
          Character.MODIFIER_SYMBOL,
          Character.OTHER_SYMBOL ->
          true;
      default -> false;
    };
  }
}
