package io.corpusattention.cli.option;

import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.corpus.text.TextColumns;
import io.corpusattention.job.text.TextSettings;
import io.corpusattention.job.text.TextSplitting;
import picocli.CommandLine.Option;

/** The options that say how text is cut into sentences. */
public final class TextOptions {
  @Option(
      names = "--split",
      defaultValue = "lines",
      paramLabel = "lines|sentences",
      description =
          "A line, or a record of a table, is one sentence; or it is prose, to be cut into sentences."
              + " Default: ${DEFAULT-VALUE}.")
  private TextSplitting splitting;

  @Option(
      names = "--language",
      defaultValue = "en",
      paramLabel = "CODE",
      description = "Of prose that is to be cut: en, de, ... Default: ${DEFAULT-VALUE}.")
  private String language;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description =
          "Cut longer sentences, mark them in the column truncated and count them. Default: all; with"
              + " a model as many as it has positions for.")
  private Integer maxTokens;

  /** The settings of a text. */
  public TextSettings settings(CorpusSource input, TextColumns columns) {
    return new TextSettings(input, columns, splitting, language, maxTokens);
  }
}
