package io.corpusattention.job.summarize;

import io.corpusattention.analysis.summary.SummaryLength;
import io.corpusattention.attention.Setting;
import io.corpusattention.job.run.OutputSettings;
import io.corpusattention.job.run.RecordSettings;
import io.corpusattention.job.run.ShownSettings;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;

/**
 * All that a run of summarize is told.
 *
 * @param inputs run folders of attend, or paths of its table
 * @param layer of the table of a model; null for a table of one layer
 * @param keep share of a sentence's words; null where words is given, or for a half
 * @param words of a sentence; null where keep is given, or for half of them
 * @param stopWords a language, file:PATH or none
 * @param documentColumn null for no documents
 * @param keywords of a document, and as many phrases; null for 10
 * @param sentences of a document; null for 3
 */
public record SummarizeSettings(
    List<String> inputs,
    Integer layer,
    BigDecimal keep,
    Integer words,
    String stopWords,
    String documentColumn,
    Integer keywords,
    Integer sentences,
    OutputSettings output,
    RecordSettings records) {
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

  SummaryLength length() {
    return words != null
        ? new SummaryLength.Count(words)
        : new SummaryLength.Share(keep == null ? HALF : keep);
  }

  int keywordsOrDefault() {
    return keywords == null ? KEYWORDS : keywords;
  }

  int sentencesOrDefault() {
    return sentences == null ? SENTENCES : sentences;
  }

  /** The settings under their identifiers, for people and for run.json. */
  public Map<String, Object> shown() {
    ShownSettings shown = new ShownSettings();
    shown.put(Setting.INPUT, inputs);
    shown.putIfSet(Setting.LAYERS, layer);
    if (words != null) {
      shown.put(Setting.WORDS, words);
    } else {
      shown.put(Setting.KEEP, keep == null ? HALF : keep);
    }
    shown.put(Setting.STOP_WORDS, stopWords);
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
