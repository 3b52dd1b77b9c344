package io.corpusattention.job.text;

import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.corpus.text.TextColumns;
import io.corpusattention.job.run.ShownSettings;

/**
 * Which text is read, and how it is cut into sentences.
 *
 * @param language of the rules by which prose is cut, where it is
 * @param maxTokens of a sentence; null for as many as what embeds them takes
 */
public record TextSettings(
    CorpusSource input,
    TextColumns columns,
    TextSplitting splitting,
    String language,
    Integer maxTokens) {
  public TextSettings {
    Setting.MAX_TOKENS.requirePositive(maxTokens);
  }

  /** Whether records are prose that is cut into sentences. */
  public boolean prose() {
    return splitting == TextSplitting.SENTENCES;
  }

  /** The same with the input that is in force. */
  public TextSettings with(CorpusSource source) {
    return new TextSettings(source, columns, splitting, language, maxTokens);
  }

  /** Shows all of them. */
  public void show(ShownSettings shown) {
    shown.putSource(input);
    shown.putIfSet(Setting.ID_COLUMN, columns.id());
    shown.putIfSet(Setting.TEXT_COLUMN, columns.text());
    shown.putIfSet(Setting.TOKENS_COLUMN, columns.tokens());
    shown.put(Setting.KEEP, columns.keep());
    shown.put(Setting.SPLIT, splitting);
    if (prose()) {
      shown.put(Setting.LANGUAGE, language);
    }
    shown.putIfSet(Setting.MAX_TOKENS, maxTokens);
  }
}
