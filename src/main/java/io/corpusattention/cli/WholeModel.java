package io.corpusattention.cli;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.Setting;
import io.corpusattention.cli.option.ColumnOptions;
import io.corpusattention.cli.option.InputOptions;
import io.corpusattention.cli.option.ModelOptions;
import io.corpusattention.cli.option.QueryOptions;
import io.corpusattention.cli.option.TextOptions;
import io.corpusattention.corpus.text.TextCorpus;
import io.corpusattention.encoder.HiddenStates;
import io.corpusattention.encoder.LayerChoice;
import io.corpusattention.job.attend.ModelSettings;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/** The options of a command that determine a whole model and its input. */
record WholeModel(
    CommandSpec spec,
    ModelOptions model,
    TextOptions text,
    InputOptions input,
    ColumnOptions columns,
    QueryOptions query) {
  /** Options for one layer, whose values a whole model determines. */
  private static final List<String> OF_ONE_LAYER =
      List.of(
          "--weights",
          "--layer",
          "--heads",
          "--kv-heads",
          "--head-dim",
          "--mask",
          "--scale",
          "--temperature",
          "--alignment",
          "--seed",
          "--draws",
          "--query",
          "--query-tokens",
          "--query-column",
          "--query-tokens-column");

  /** Options that determine how text is split and truncated. */
  static final List<String> OF_TEXT = List.of("--split", "--language", "--max-tokens");

  /**
   * Returns the settings of the options. Refuses options that are for one layer only.
   *
   * @param keep columns to copy from the input to the output
   * @param config supplies the attention settings; called after the options have been checked
   * @param hidden the hidden states to write
   */
  ModelSettings settings(
      LayerChoice layers,
      List<String> keep,
      Supplier<AttentionConfig> config,
      HiddenStates hidden) {
    GivenOptions options = new GivenOptions(spec);
    requireNoneOfOneLayer(options);
    // Plain text has no columns, so pass an id column only if the user names one.
    String id = options.has("--id-column") ? columns.idColumn() : null;
    return new ModelSettings(
        model.model(),
        layers,
        text.settings(input.source(TextCorpus.BY_NAME), model.columns(id, columns, keep)),
        query.columns(columns, keep),
        options.has("--embeddings-column"),
        options.firstOf(OF_TEXT).orElse(null),
        config.get(),
        hidden);
  }

  private void requireNoneOfOneLayer(GivenOptions options) {
    List<String> refused = OF_ONE_LAYER.stream().filter(name -> !name.equals(ownHeads())).toList();
    options
        .firstOf(refused)
        .ifPresent(
            given -> {
              throw given.bad(
                  "is for one layer, and ",
                  Setting.MODEL,
                  " decides that for itself; leave it out");
            });
  }

  /** Returns the option with which analyze selects heads of a model, or "" for other commands. */
  private String ownHeads() {
    return spec.name().equals("analyze") ? "--heads" : "";
  }
}
