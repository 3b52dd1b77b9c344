package io.corpusattention.text;

import com.ibm.icu.text.BreakIterator;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Splits prose into sentences. Uses ICU's sentence boundaries, except those after abbreviations
 * ({@code Dr. Smith}) and initials ({@code J. Smith}). An empty line ends a sentence, so that a
 * heading is a sentence of its own. A single line break counts as a space. Not thread-safe.
 */
public final class SentenceSplitter {
  /** Lowercase abbreviations by language, after which a sentence continues. */
  private static final Map<String, Set<String>> ABBREVIATIONS =
      Map.of(
          "en",
          Set.of(
              "mr", "mrs", "ms", "dr", "prof", "st", "jr", "sr", "rev", "gen", "sen", "rep", "gov",
              "lt", "col", "capt", "sgt", "mt", "vs", "no", "fig", "eq", "e.g", "i.e", "cf",
              "approx", "dept", "u.s", "u.k"),
          "de",
          Set.of(
              "dr", "prof", "hr", "fr", "nr", "st", "bzw", "z.b", "d.h", "u.a", "ca", "vgl", "abs",
              "art", "inkl", "evtl", "ggf", "sog", "usw"),
          "fr",
          Set.of("m", "mm", "mme", "mlle", "dr", "pr", "st", "ste", "p.ex", "cf", "env", "n"),
          "es",
          Set.of("sr", "sra", "srta", "dr", "dra", "prof", "ud", "uds", "p.ej", "núm", "pág"),
          "it",
          Set.of("sig", "dott", "prof", "avv", "ing", "es", "pag", "n"));

  /**
   * Abbreviations after which a sentence continues only if a number follows, as in {@code Sept.
   * 11}.
   */
  private static final Map<String, Set<String>> BEFORE_NUMBERS =
      Map.of(
          "en",
          Set.of(
              "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec",
              "p", "pp", "vol", "ch", "sec", "ext", "tel"),
          "de",
          Set.of(
              "jan", "feb", "apr", "jun", "jul", "aug", "sep", "sept", "okt", "nov", "dez", "s",
              "bd", "kap", "tel"),
          "fr",
          Set.of(
              "janv", "févr", "avr", "juil", "sept", "oct", "nov", "déc", "p", "pp", "vol", "tél"),
          "es",
          Set.of(
              "ene", "feb", "mar", "abr", "jun", "jul", "ago", "sept", "oct", "nov", "dic", "p",
              "vol", "tel"),
          "it",
          Set.of(
              "gen", "feb", "mar", "apr", "giu", "lug", "ago", "sett", "ott", "nov", "dic", "p",
              "vol", "tel"));

  private final BreakIterator sentences;
  private final Set<String> abbreviations;
  private final Set<String> beforeNumbers;

  /**
   * Creates a splitter for a language.
   *
   * @param language an ISO 639 code, such as en, with a country if needed
   * @throws BadSettingException if Java does not know the language
   */
  public SentenceSplitter(String language) {
    Locale locale = Locale.forLanguageTag(language);
    if (!Arrays.asList(Locale.getISOLanguages()).contains(locale.getLanguage())) {
      throw Setting.LANGUAGE
          .of(language)
          .bad("is not a language; give an ISO 639 code such as en or de");
    }
    this.sentences = BreakIterator.getSentenceInstance(locale);
    this.abbreviations = ABBREVIATIONS.getOrDefault(locale.getLanguage(), Set.of());
    this.beforeNumbers = BEFORE_NUMBERS.getOrDefault(locale.getLanguage(), Set.of());
  }

  /** Returns the sentences of a text in order, without surrounding whitespace. None is empty. */
  public List<String> split(String text) {
    List<String> found = new ArrayList<>();
    StringBuilder paragraph = new StringBuilder();
    for (String line : (Iterable<String>) lines(text)::iterator) {
      if (line.replace('\u00A0', ' ').isBlank()) {
        split(paragraph.toString(), found);
        paragraph.setLength(0);
      } else {
        paragraph.append(paragraph.isEmpty() ? "" : " ").append(line.strip());
      }
    }
    split(paragraph.toString(), found);
    return found;
  }

  /** Splits a text at every kind of line end. Unicode also has a mark that ends a paragraph. */
  private static Stream<String> lines(String text) {
    return text.replace('\u0085', '\n').replace('\u2028', '\n').replace("\u2029", "\n\n").lines();
  }

  private void split(String paragraph, List<String> found) {
    sentences.setText(paragraph);
    int start = sentences.first();
    for (int end = sentences.next(); end != BreakIterator.DONE; end = sentences.next()) {
      if (end < paragraph.length() && goesOn(paragraph, start, end)) {
        continue;
      }
      String sentence = paragraph.substring(start, end).strip();
      if (!sentence.isEmpty()) {
        found.add(sentence);
      }
      start = end;
    }
  }

  /** Returns whether the text up to {@code end} ends with an abbreviation or an initial. */
  private boolean goesOn(String text, int start, int end) {
    int stop = end;
    while (stop > start && Character.isWhitespace(text.charAt(stop - 1))) {
      stop--;
    }
    if (stop == start || text.charAt(stop - 1) != '.') {
      return false;
    }
    int first = stop - 1;
    while (first > start
        && (Character.isLetter(text.charAt(first - 1)) || text.charAt(first - 1) == '.')) {
      first--;
    }
    String last = text.substring(first, stop - 1);
    boolean initial =
        last.length() == 1 && Character.isUpperCase(last.charAt(0)) && !last.equals("I");
    String word = last.toLowerCase(Locale.ROOT);
    return initial
        || abbreviations.contains(word)
        || (beforeNumbers.contains(word) && Character.isDigit(text.charAt(end)));
  }
}
