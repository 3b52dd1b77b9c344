package io.corpusattention.analysis.word;

import java.util.Set;
import java.util.regex.Pattern;

/** What kind of thing a token is: a model's own mark, punctuation, or text. */
public final class TokenClasses {
  /** The marks of BERT, RoBERTa, XLNet, T5, Llama and kin, as their tokenizers write them. */
  private static final Set<String> SPECIAL =
      Set.of(
          "[CLS]", "[SEP]", "[PAD]", "[MASK]", "[BOS]", "[EOS]", "<s>", "</s>", "<pad>", "<mask>",
          "<cls>", "<sep>", "<bos>", "<eos>");

  /** As in GPT-2's {@code <|endoftext|>}. */
  private static final Pattern BARRED = Pattern.compile("<\\|[^|<>]+\\|>");

  private TokenClasses() {}

  /**
   * Whether a token is a mark that a tokenizer adds, such as [CLS] or {@code </s>}. A mark for
   * unknown text, such as [UNK], is not: it stands for a word.
   */
  public static boolean special(String token) {
    return SPECIAL.contains(token) || BARRED.matcher(token).matches();
  }

  /**
   * Whether a word, put together of its tokens, holds punctuation and symbols alone (Unicode's
   * categories P and S), or nothing: "." and "--" and "$", but not "it's".
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
