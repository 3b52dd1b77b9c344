package io.corpusattention.cli.option;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.attention.ContextOutput;
import io.corpusattention.cli.help.OptionGroup;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that determine what an attention table contains. */
@OptionGroup.In(OptionGroup.TABLE)
public final class AttentionTableOptions {
  @Option(
      names = "--attention",
      defaultValue = "full",
      paramLabel = "full|top-k:K|none",
      description =
          "Which weights of each distribution to write: all, the K heaviest, or none."
              + " Default: ${DEFAULT-VALUE}.")
  private AttentionOutput attention;

  @Option(
      names = "--context",
      paramLabel = "tokens|mean|none",
      description =
          "Which context vectors to write: one for each token, their mean, or none. Default:"
              + " tokens; with --model, none.")
  private ContextOutput context;

  @Option(
      names = "--max-row-bytes",
      defaultValue = "" + AttentionConfig.DEFAULT_MAX_ROW_BYTES,
      paramLabel = "N",
      description =
          "If the numbers of a sentence take more than N bytes, cut it into several rows"
              + " (tiles). Default: ${DEFAULT-VALUE}.")
  private long maxRowBytes;

  @Mixin private SharedOptions.Keep keep;

  public AttentionOutput attention() {
    return attention;
  }

  /**
   * Returns what to write of the context vectors.
   *
   * @param otherwise the value if the user does not give the option
   */
  public ContextOutput context(ContextOutput otherwise) {
    return context == null ? otherwise : context;
  }

  public long maxRowBytes() {
    return maxRowBytes;
  }

  public List<String> keep() {
    return keep.columns();
  }
}
