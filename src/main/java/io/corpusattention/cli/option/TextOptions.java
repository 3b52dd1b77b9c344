package io.corpusattention.cli.option;

import io.corpusattention.cli.help.OptionGroup;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.corpus.text.TextColumns;
import io.corpusattention.job.text.TextSettings;
import io.corpusattention.job.text.TextSplitting;
import picocli.CommandLine.Option;

/** The options for splitting text into sentences and truncating them. */
@OptionGroup.In(OptionGroup.TEXT)
public final class TextOptions {
  @Option(
      names = "--split",
      defaultValue = "lines",
      paramLabel = "lines|sentences",
      description =
          "lines: each line, or record of a table, is one sentence. sentences: the text"
              + " is prose and is split into sentences. Default: ${DEFAULT-VALUE}.")
  private TextSplitting splitting;

  @Option(
      names = "--language",
      defaultValue = "en",
      paramLabel = "CODE",
      description =
          "Language of the prose that --split sentences splits: en, de, ... Default:"
              + " ${DEFAULT-VALUE}.")
  private String language;

  @Option(
      names = "--max-tokens",
      paramLabel = "N",
      description =
          "Truncate longer sentences to N tokens, set their column truncated, and count"
              + " them. Default: no limit; with a model its number of positions.")
  private Integer maxTokens;

  /** Returns the settings of a text. */
  public TextSettings settings(CorpusSource input, TextColumns columns) {
    return new TextSettings(input, columns, splitting, language, maxTokens);
  }
}
