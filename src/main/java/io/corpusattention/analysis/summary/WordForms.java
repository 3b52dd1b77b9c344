package io.corpusattention.analysis.summary;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which spellings of a word are one, by language: capitals and small letters, composed and
 * decomposed letters, both apostrophes and, where a language drops the vowel of an article or the
 * like, words with it and without: {@code l'école} and {@code École}.
 */
public enum WordForms {
  FRENCH(
      Locale.FRENCH,
      Set.of("c", "d", "j", "jusqu", "l", "lorsqu", "m", "n", "puisqu", "qu", "quoiqu", "s", "t")),
  ITALIAN(
      Locale.ITALIAN,
      Set.of(
          "agl", "all", "c", "coll", "d", "dagl", "dall", "degl", "dell", "gl", "l", "m", "negl",
          "nell", "pell", "s", "sugl", "sull", "t", "un", "v")),
  TURKISH(Locale.forLanguageTag("tr"), Set.of()),
  OTHER(Locale.ROOT, Set.of());

  private final Locale locale;

  /** What stands before an apostrophe and is a word of its own. */
  private final Set<String> elided;

  WordForms(Locale locale, Set<String> elided) {
    this.locale = locale;
    this.elided = elided;
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
    int apostrophe = elided.isEmpty() ? -1 : lowerCase(word).indexOf('\'');
    return apostrophe > 0
            && apostrophe + 1 < word.length()
            && Character.isLetter(word.codePointAt(apostrophe + 1))
            && elided.contains(lowerCase(word).substring(0, apostrophe))
        ? word.substring(apostrophe + 1)
        : word;
  }

  /** A word in composed small letters, with a plain apostrophe. */
  String lowerCase(String word) {
    return Normalizer.normalize(word, Normalizer.Form.NFC)
        .toLowerCase(locale)
        .replace('\u2019', '\'');
  }
}
