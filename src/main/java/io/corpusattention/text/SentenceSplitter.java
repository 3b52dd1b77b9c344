package io.corpusattention.text;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Cuts prose into sentences: as the JDK's BreakIterator bounds them, but for bounds after
 * abbreviations ({@code Dr. Smith}) and initials ({@code J. Smith}), which are none. Not for
 * several threads at once.
 */
public final class SentenceSplitter {
  /** Abbreviations, in lower case, after which a sentence goes on, by language. */
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

  private final BreakIterator sentences;
  private final Set<String> abbreviations;

  /**
   * A splitter for a language.
   *
   * @param language an ISO 639 code, such as en, with a country if need be
   * @throws BadSettingException where Java knows no such language
   */
  public SentenceSplitter(String language) {
    Locale locale = Locale.forLanguageTag(language);
    if (!Arrays.asList(Locale.getISOLanguages()).contains(locale.getLanguage())) {
      throw Setting.LANGUAGE
          .of(language)
          .bad("is no language; give an ISO 639 code such as en or de");
    }
    this.sentences = BreakIterator.getSentenceInstance(locale);
    this.abbreviations = ABBREVIATIONS.getOrDefault(locale.getLanguage(), Set.of());
  }

  /** The sentences of a text, in their order, without white space around them; none is empty. */
  public List<String> split(String text) {
    List<String> found = new ArrayList<>();
    sentences.setText(text);
    int start = 0;
    for (int end = sentences.next(); end != BreakIterator.DONE; end = sentences.next()) {
      if (end < text.length() && goesOn(text, start, end)) {
        continue;
      }
      String sentence = text.substring(start, end).strip();
      if (!sentence.isEmpty()) {
        found.add(sentence);
      }
      start = end;
    }
    return found;
  }

  /** Whether the text up to {@code end} ends with an abbreviation or an initial. */
  private boolean goesOn(String text, int start, int end) {
    int stop = end;
    while (stop > start && Character.isWhitespace(text.charAt(stop - 1))) {
      stop--;
    }
    if (stop == start || text.charAt(stop - 1) != '.') {
      return false;
    }
    int word = stop - 1;
    while (word > start
        && (Character.isLetter(text.charAt(word - 1)) || text.charAt(word - 1) == '.')) {
      word--;
    }
    String last = text.substring(word, stop - 1);
    boolean initial =
        last.length() == 1 && Character.isUpperCase(last.charAt(0)) && !last.equals("I");
    return initial || abbreviations.contains(last.toLowerCase(Locale.ROOT));
  }
}
