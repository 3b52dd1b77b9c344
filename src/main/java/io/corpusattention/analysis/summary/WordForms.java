package io.corpusattention.analysis.summary;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The spellings that count as the same word, by language: uppercase and lowercase letters, composed
 * and decomposed letters, and both apostrophes. If a language drops the vowel of an article or
 * similar word, words with and without this elided word are also the same: {@code l'école} and
 * {@code École}.
 */
public enum WordForms {
  FRENCH(Locale.FRENCH, "c|d|j|jusqu|l|lorsqu|m|n|puisqu|qu|quoiqu|s|t"),
  ITALIAN(
      Locale.ITALIAN,
      "agl|all|c|coll|d|dagl|dall|degl|dell|gl|l|m|negl|nell|pell|s|sugl|sull|t|un|v"),
  TURKISH(Locale.forLanguageTag("tr"), null),
  OTHER(Locale.ROOT, null);

  private final Locale locale;

  /** Matches an elided word at the start, with its apostrophe. Null if the language has none. */
  private final Pattern elided;

  WordForms(Locale locale, String elided) {
    this.locale = locale;
    this.elided =
        elided == null ? null : Pattern.compile("(?i)^(?:" + elided + ")['\u2019](?=\\p{L})");
  }

  /** Returns the forms of a language, given its English name in lowercase, or {@link #OTHER}. */
  public static WordForms of(String language) {
    return Stream.of(values())
        .filter(forms -> forms.name().toLowerCase(Locale.ROOT).equals(language))
        .findFirst()
        .orElse(OTHER);
  }

  /** Returns the key of a word or phrase, which is the same for all its spellings. */
  public String key(List<String> words) {
    return words.stream().map(word -> lowerCase(bare(word))).collect(Collectors.joining(" "));
  }

  /** Joins words with spaces as they are written, without an elided word before the first. */
  public String spelling(List<String> words) {
    return Stream.concat(Stream.of(bare(words.get(0))), words.stream().skip(1))
        .collect(Collectors.joining(" "));
  }

  /** Returns a word without an elided word before it. */
  String bare(String word) {
    return elided == null ? word : elided.matcher(word).replaceFirst("");
  }

  /** Returns a word in lowercase composed letters, with a plain apostrophe. */
  String lowerCase(String word) {
    return Normalizer.normalize(word, Normalizer.Form.NFC)
        .toLowerCase(locale)
        .replace('\u2019', '\'');
  }
}
