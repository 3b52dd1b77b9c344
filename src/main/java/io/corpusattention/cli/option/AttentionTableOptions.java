package io.corpusattention.cli.option;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.attention.ContextOutput;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that say what an attention table holds. */
public final class AttentionTableOptions {
  @Option(
      names = "--attention",
      defaultValue = "full",
      paramLabel = "full|top-k:K|none",
      description = "What to write of each attention distribution. Default: ${DEFAULT-VALUE}.")
  private AttentionOutput attention;

  @Option(
      names = "--context",
      paramLabel = "tokens|mean|none",
      description =
          "What to write of the context vectors: one a token, their mean, nothing."
              + " Default: tokens; with --model none.")
  private ContextOutput context;

  @Option(
      names = "--max-row-bytes",
      defaultValue = "" + AttentionConfig.DEFAULT_MAX_ROW_BYTES,
      paramLabel = "N",
      description =
          "A sentence with more bytes of attention is written as several rows. Default:"
              + " ${DEFAULT-VALUE}.")
  private long maxRowBytes;

  @Mixin private SharedOptions.Keep keep;

  public AttentionOutput attention() {
    return attention;
  }

  /**
   * What to write of the context vectors.
   *
   * @param otherwise where the user does not say
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
