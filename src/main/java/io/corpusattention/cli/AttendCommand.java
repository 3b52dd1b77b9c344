package io.corpusattention.cli;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.corpus.CorpusColumns;
import io.corpusattention.job.AttendJob;
import io.corpusattention.job.AttendSettings;
import io.corpusattention.job.OnBadRecord;
import io.corpusattention.job.QuerySettings;
import io.corpusattention.job.WeightsSettings;
import io.corpusattention.table.Compression;
import io.corpusattention.table.WriteMode;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of attend. */
@Command(
    name = "attend",
    customSynopsis = "jobs/attend --input PATH,... --weights PATH --output FOLDER [OPTION...]%n",
    description =
        "Computes attention for every sentence of a corpus of embedded sentences and writes"
            + " attention distributions and context vectors to Parquet. Self-attention, unless"
            + " --query or --query-column brings queries from elsewhere.",
    sortOptions = false,
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footer = {
      "",
      "Paths may lie on any file system that Hadoop knows. Exit code: 0 done, 2 a setting or a"
          + " record that cannot work, 1 an error of the program."
    })
final class AttendCommand implements Callable<Integer> {
  @Mixin private InputOptions input;

  @Option(
      names = "--weights",
      required = true,
      paramLabel = "PATH|xavier:SEED",
      description =
          "Folder with W_q.npy, W_k.npy, W_v.npy: float32, [d_in, d_out], used as X·W; optional"
              + " b_q.npy, b_k.npy, b_v.npy. Or a .safetensors file, a folder with one, or a sharded"
              + " index: of BERT, RoBERTa, DistilBERT, GPT-2, or with tensors query.weight,"
              + " key.weight, value.weight, [d_out, d_in]. Or random weights from a seed.")
  private String weights;

  @Option(
      names = "--layer",
      paramLabel = "I",
      description = "Layer of a model's weights, counted from 0.")
  private Integer layer;

  @Option(
      names = "--head-dim",
      paramLabel = "D",
      description = "Width of one head of random weights. Default: d_model ÷ heads.")
  private Integer headDim;

  @Option(
      names = "--query",
      paramLabel = "FILE",
      description =
          "General attention: queries from a .npy file, float32 [m, d_in], the same for every"
              + " sentence.")
  private String query;

  @Option(
      names = "--query-tokens",
      split = ",",
      paramLabel = "TOKEN",
      description = "Names of these m queries, for the table.")
  private List<String> queryTokens;

  @Option(
      names = "--query-column",
      paramLabel = "NAME",
      description =
          "General attention: embeddings of queries that each record brings, such as a translation.")
  private String queryColumn;

  @Option(
      names = "--query-tokens-column",
      paramLabel = "NAME",
      description = "Tokens of these queries, array of strings.")
  private String queryTokensColumn;

  @Option(names = "--output", paramLabel = "FOLDER", description = "The run folder to write.")
  private String output;

  @Option(
      names = "--heads",
      paramLabel = "H",
      description = "Query heads. Default: what config.json beside the weights says, else 1.")
  private Integer heads;

  @Option(
      names = "--kv-heads",
      paramLabel = "G",
      description =
          "Key-value heads, a divisor of --heads, for grouped-query attention. Default: what"
              + " config.json says, else as --heads.")
  private Integer kvHeads;

  @Mixin private AttentionOptions attention;

  @Option(
      names = "--id-column",
      defaultValue = "sentence_id",
      paramLabel = "NAME",
      description = "Integer or string. Default: ${DEFAULT-VALUE}.")
  private String idColumn;

  @Option(
      names = "--tokens-column",
      paramLabel = "NAME",
      description = "Array of strings. Default: tokens, where the input has it.")
  private String tokensColumn;

  @Option(
      names = "--embeddings-column",
      defaultValue = "embeddings",
      paramLabel = "NAME",
      description =
          "Array of float or double, row-major; array of arrays or of spark.ml vectors; or binary,"
              + " little-endian float32. Default: ${DEFAULT-VALUE}.")
  private String embeddingsColumn;

  @Option(
      names = "--keep",
      split = ",",
      paramLabel = "NAME",
      description = "Columns of the input to carry through to the table.")
  private List<String> keep;

  @Option(
      names = "--mode",
      defaultValue = "error",
      paramLabel = "error|overwrite",
      description =
          "Where the output folder is not empty: refuse it, or replace the run it holds once the"
              + " new one is complete. Default: ${DEFAULT-VALUE}.")
  private WriteMode mode;

  @Option(
      names = "--on-bad-record",
      defaultValue = "fail",
      paramLabel = "fail|reject",
      description =
          "Stop at a record that cannot be computed, or set it aside with its reason."
              + " Default: ${DEFAULT-VALUE}.")
  private OnBadRecord onBadRecord;

  @Option(
      names = "--compression",
      defaultValue = "zstd",
      paramLabel = "zstd|snappy|none",
      description = "Of the Parquet pages. Default: ${DEFAULT-VALUE}.")
  private Compression compression;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description =
          "Redistribute the input by a hash of the id into so many tasks; for inputs of few, large"
              + " row groups. Default: as the input is split.")
  private Integer partitions;

  @Option(names = "--limit", paramLabel = "N", description = "Take at most N records.")
  private Integer limit;

  @Option(
      names = "--dry-run",
      description = "Print shapes, settings and an estimate of the output's size; write nothing.")
  private boolean dryRun;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Properties with the names of these options; the command line wins.")
  @SuppressWarnings("unused") // ConfigFile reads it before; here it is accepted and explained
  private String config;

  @Option(names = "--verbose", description = "Log more, and show where an error comes from.")
  private boolean verbose;

  @Spec private CommandSpec spec;

  boolean isVerbose() {
    return verbose;
  }

  @Override
  public Integer call() throws IOException {
    AttendSettings settings = settings();
    if (verbose) {
      Configurator.setLevel("io.corpusattention", Level.DEBUG);
      Configurator.setLevel("org.apache.spark", Level.INFO);
    }
    AttendPrinter printer =
        new AttendPrinter(spec.commandLine().getOut(), spec.commandLine().getErr());
    boolean embedded = SparkSession.getActiveSession().isDefined();
    SparkSession spark = SparkSession.builder().appName("Corpus Attention: attend").getOrCreate();
    try {
      AttendJob job = AttendJob.open(spark, settings);
      if (dryRun) {
        printer.plan(job.plan());
      } else {
        printer.result(job.run(printer::progress), settings.output());
      }
      return 0;
    } finally {
      printer.endProgress();
      if (!embedded) {
        spark.stop();
      }
    }
  }

  private AttendSettings settings() {
    if (output == null && !dryRun) {
      throw new BadSettingException("--output is missing; name the folder to write");
    }
    AttentionConfig attentionConfig = attention.config();
    CorpusColumns columns =
        new CorpusColumns(
            idColumn,
            tokensColumn == null ? CorpusColumns.DEFAULT_TOKENS : tokensColumn,
            tokensColumn != null,
            embeddingsColumn,
            queryColumn,
            queryTokensColumn,
            keep == null ? List.of() : keep);
    return new AttendSettings(
        input.source(),
        columns,
        new WeightsSettings(weights, layer, heads, kvHeads, headDim),
        new QuerySettings(query, queryTokens, queryColumn, queryTokensColumn),
        attentionConfig,
        output,
        mode,
        compression,
        onBadRecord,
        partitions,
        limit);
  }
}
