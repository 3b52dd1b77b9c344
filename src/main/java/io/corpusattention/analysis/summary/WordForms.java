package io.corpusattention.analysis.summary;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which spellings of a word are one, by language: capitals and small letters, composed and
 * decomposed letters, both apostrophes and, where a language drops the vowel of an article or the
 * like, words with it and without: {@code l'école} and {@code École}.
 */
public enum WordForms {
  FRENCH(Locale.FRENCH, "c|d|j|jusqu|l|lorsqu|m|n|puisqu|qu|quoiqu|s|t"),
  ITALIAN(
      Locale.ITALIAN,
      "agl|all|c|coll|d|dagl|dall|degl|dell|gl|l|m|negl|nell|pell|s|sugl|sull|t|un|v"),
  TURKISH(Locale.forLanguageTag("tr"), null),
  OTHER(Locale.ROOT, null);

  private final Locale locale;

  /** What is elided before a word, with its apostrophe; null for nothing. */
  private final Pattern elided;

  WordForms(Locale locale, String elided) {
    this.locale = locale;
    this.elided =
        elided == null ? null : Pattern.compile("(?i)^(?:" + elided + ")['\u2019](?=\\p{L})");
  }

  /** The forms of a language, by its English name. */
  public static WordForms of(String language) {
    return Stream.of(values())
        .filter(forms -> forms.name().toLowerCase(Locale.ROOT).equals(language))
        .findFirst()
        .orElse(OTHER);
  }

  /** What tells words apart: the same for all spellings of one. */
  public String key(List<String> words) {
    return words.stream().map(word -> lowerCase(bare(word))).collect(Collectors.joining(" "));
  }

  /** Words as they are written, but for what is elided before the first. */
  public String spelling(List<String> words) {
    return Stream.concat(Stream.of(bare(words.get(0))), words.stream().skip(1))
        .collect(Collectors.joining(" "));
  }

  /** A word without what is elided before it. */
  String bare(String word) {
    return elided == null ? word : elided.matcher(word).replaceFirst("");
  }

  /** A word in composed small letters, with a plain apostrophe. */
  String lowerCase(String word) {
    return Normalizer.normalize(word, Normalizer.Form.NFC)
        .toLowerCase(locale)
        .replace('\u2019', '\'');
  }
}
