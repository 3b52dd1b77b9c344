package io.corpusattention.job.text;

import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.corpus.text.TextColumns;
import io.corpusattention.job.run.ShownSettings;

/**
 * Which text to read, and how to cut it into sentences.
 *
 * @param language the language of the rules that split prose into sentences, if it is split
 * @param maxTokens maximum number of tokens in a sentence; null for the limit of the embedder
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

  /** Returns whether records are prose that is split into sentences. */
  public boolean prose() {
    return splitting == TextSplitting.SENTENCES;
  }

  /** Returns a copy with the effective input. */
  public TextSettings with(CorpusSource source) {
    return new TextSettings(source, columns, splitting, language, maxTokens);
  }

  /** Adds all of these settings to the shown settings. */
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
