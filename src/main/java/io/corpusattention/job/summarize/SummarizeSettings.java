package io.corpusattention.job.summarize;

import io.corpusattention.analysis.summary.SummaryLength;
import io.corpusattention.attention.Setting;
import io.corpusattention.encoder.HeadChoice;
import io.corpusattention.encoder.LayerChoice;
import io.corpusattention.job.run.OutputSettings;
import io.corpusattention.job.run.RecordSettings;
import io.corpusattention.job.run.ShownSettings;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * All settings of a summarize run.
 *
 * @param inputs run folders of attend, or paths of its table
 * @param layers the layers to read from a model's table
 * @param heads the heads to use
 * @param measure the measure that words are chosen by
 * @param keep share of a sentence's words to keep; null if words is given, or for the default of
 *     the table
 * @param words number of words to keep from a sentence; null if keep is given, or for the default
 *     of the table
 * @param stopWords a language, file:PATH or none; null for the default of the table
 * @param documentColumn the column that names the document; null for no documents
 * @param keywords number of words, and of phrases, for a document; null for 10
 * @param sentences number of main sentences for a document; null for 3
 */
public record SummarizeSettings(
    List<String> inputs,
    LayerChoice layers,
    HeadChoice heads,
    WordMeasure measure,
    BigDecimal keep,
    Integer words,
    String stopWords,
    String documentColumn,
    Integer keywords,
    Integer sentences,
    OutputSettings output,
    RecordSettings records) {
  /** The default for a table of one layer. */
  private static final String STOP_WORDS = "english";

  private static final BigDecimal HALF = new BigDecimal("0.5");
  private static final int KEYWORDS = 10;
  private static final int SENTENCES = 3;

  public SummarizeSettings {
    if (keep != null && (keep.signum() <= 0 || keep.compareTo(BigDecimal.ONE) > 0)) {
      throw Setting.KEEP.of(keep).bad("must be above 0 and at most 1");
    }
    if (keep != null && words != null) {
      throw Setting.WORDS
          .of(words)
          .bad(Setting.KEEP, " " + keep + " says how many words to keep; give one");
    }
    Setting.WORDS.requirePositive(words);
    requireDocuments(Setting.KEYWORDS, keywords, documentColumn);
    requireDocuments(Setting.SENTENCES, sentences, documentColumn);
  }

  private static void requireDocuments(Setting setting, Integer number, String documentColumn) {
    setting.requirePositive(number);
    if (number != null && documentColumn == null) {
      throw setting
          .of(number)
          .bad("is for documents; name their column with ", Setting.DOCUMENT_COLUMN);
    }
  }

  boolean documents() {
    return documentColumn != null;
  }

  /**
   * Returns how many words to keep.
   *
   * @param ofModel whether the table is of a model
   */
  SummaryLength length(boolean ofModel) {
    if (words != null) {
      return new SummaryLength.Count(words);
    }
    return keep == null && ofModel
        ? new SummaryLength.Third()
        : new SummaryLength.Share(keep == null ? HALF : keep);
  }

  /**
   * Returns the effective stop word list. A trained model itself learns that "the" says little.
   * Without a list, the words that are kept show what the model learned.
   *
   * @param ofModel whether the table is of a model
   */
  String stopWords(boolean ofModel) {
    return stopWords != null ? stopWords : ofModel ? StopWordList.NONE : STOP_WORDS;
  }

  int keywordsOrDefault() {
    return keywords == null ? KEYWORDS : keywords;
  }

  int sentencesOrDefault() {
    return sentences == null ? SENTENCES : sentences;
  }

  /**
   * Returns the settings by identifier, for the user and for run.json.
   *
   * @param ofModel whether the table is of a model
   */
  Map<String, Object> shown(boolean ofModel) {
    ShownSettings shown = new ShownSettings();
    shown.put(Setting.INPUT, inputs);
    if (ofModel) {
      shown.put(Setting.LAYERS, layers.text());
    }
    shown.putIfSet(Setting.HEADS, heads.text());
    shown.put(Setting.MEASURE, measure);
    SummaryLength length = length(ofModel);
    if (length instanceof SummaryLength.Count count) {
      shown.put(Setting.WORDS, count.count());
    } else {
      shown.put(
          Setting.KEEP,
          length instanceof SummaryLength.Share share ? share.share() : length.toString());
    }
    shown.put(Setting.STOP_WORDS, stopWords(ofModel));
    if (documents()) {
      shown.put(Setting.DOCUMENT_COLUMN, documentColumn);
      shown.put(Setting.KEYWORDS, keywordsOrDefault());
      shown.put(Setting.SENTENCES, sentencesOrDefault());
    }
    output.show(shown);
    records.show(shown);
    return shown.without(Setting.LIMIT).asMap();
  }
}
