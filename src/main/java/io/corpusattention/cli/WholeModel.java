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

/** The options of a command that say of a whole model what goes through it, put together. */
record WholeModel(
    CommandSpec spec,
    ModelOptions model,
    TextOptions text,
    InputOptions input,
    ColumnOptions columns,
    QueryOptions query) {
  /** What a model decides for itself. */
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

  /** What says how text is cut. */
  static final List<String> OF_TEXT = List.of("--split", "--language", "--max-tokens");

  /**
   * The settings.
   *
   * @param keep columns that are carried through
   * @param config gives what the command keeps of the attention, once no option contradicts it
   * @param hidden what it keeps of hidden states
   */
  ModelSettings settings(
      LayerChoice layers,
      List<String> keep,
      Supplier<AttentionConfig> config,
      HiddenStates hidden) {
    GivenOptions options = new GivenOptions(spec);
    requireNoneOfOneLayer(options);
    // Of a text that has no columns none must be named.
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

  /** Analyze names heads by this option where a model has counted them. */
  private String ownHeads() {
    return spec.name().equals("analyze") ? "--heads" : "";
  }
}
