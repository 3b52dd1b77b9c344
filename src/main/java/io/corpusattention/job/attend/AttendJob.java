package io.corpusattention.job.attend;

import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Mask;
import io.corpusattention.attention.RowLayout;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.Corpus;
import io.corpusattention.corpus.CorpusPreview;
import io.corpusattention.corpus.CorpusPreview.Lengths;
import io.corpusattention.corpus.RootCause;
import io.corpusattention.job.run.Positions;
import io.corpusattention.job.run.Progress;
import io.corpusattention.table.AttentionTableSchema;
import io.corpusattention.table.RejectedTableSchema;
import io.corpusattention.table.RunFolder;
import io.corpusattention.table.TableSchema;
import io.corpusattention.table.TableWrite;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;

/**
 * The main job: embedded sentences and weights in, an attention table out.
 *
 * <p>Everything a user can set wrongly is checked first, on the driver. Then one action reads,
 * computes and writes every partition; the driver takes one result from each, writes run.json and
 * commits.
 */
public final class AttendJob {
  /** The tables of a write, in their order. */
  static final int TABLE = 0;

  static final int REJECTED = 1;

  /** Sentences whose heaviest links are shown. */
  private static final int SHOWN = 2;

  private final SparkSession spark;
  private final AttendSettings settings;
  private final AttendWeights weights;
  private final AttendQueries queries;
  private final AttentionShape shape;
  private final Positions positions;
  private final Corpus corpus;
  private final TableSchema table;
  private final CorpusPreview preview;

  private AttendJob(
      SparkSession spark,
      AttendSettings settings,
      AttendWeights weights,
      AttendQueries queries,
      AttentionShape shape,
      Positions positions,
      Corpus corpus,
      TableSchema table,
      CorpusPreview preview) {
    this.spark = spark;
    this.settings = settings;
    this.weights = weights;
    this.queries = queries;
    this.shape = shape;
    this.positions = positions;
    this.corpus = corpus;
    this.table = table;
    this.preview = preview;
  }

  /**
   * Opens weights and input and fits them together.
   *
   * @throws BadSettingException where that cannot work, in one line
   */
  public static AttendJob open(SparkSession spark, AttendSettings settings) throws IOException {
    AttendSetup setup = AttendSetup.open(spark, settings);
    AttendWeights weights = setup.weights();
    TableSchema table =
        AttentionTableSchema.of(
            setup.corpus().schema(), setup.hasQueryTokens(), weights.attention());
    return new AttendJob(
        spark,
        settings.with(weights.attention()),
        weights,
        setup.queries(),
        setup.shape(),
        setup.positions(),
        setup.corpus(),
        table,
        setup.preview());
  }

  /**
   * What {@link #run} would do.
   *
   * @throws BadSettingException where the output, if one is named, is in use
   */
  public AttendPlan plan() {
    if (settings.output() != null) {
      openFolder();
    }
    List<Lengths> lengths = preview.lengths(shape);
    double bytes =
        lengths.stream()
            .mapToLong(
                record ->
                    RowLayout.of(shape, settings.attention(), record.tokens())
                        .bytes(
                            queries.count(record.tokens(), record.queries()),
                            settings.attention().maxRowBytes()))
            .average()
            .orElse(0);
    Map<String, String> columns = new LinkedHashMap<>();
    for (StructField field : table.all().fields()) {
      columns.put(field.name(), field.dataType().catalogString());
    }
    return new AttendPlan(
        settings.asOptions(),
        weights.weights(),
        randomWeights(),
        positions,
        shape,
        columns,
        limited().files().records(),
        lengths.size(),
        lengths.stream().mapToInt(Lengths::tokens).average().orElse(0),
        bytes,
        unmasked());
  }

  /**
   * Computes attention for the whole input and commits the run folder.
   *
   * @param display told of the progress
   * @throws BadSettingException where the output is in use, or where a bad record stops the run
   */
  public AttendResult run(Progress.Display display) throws IOException {
    Instant started = Instant.now();
    long start = System.nanoTime();
    RunFolder folder = openFolder();
    Corpus input = limited();
    if (settings.partitions() != null) {
      input = input.partitionedById(settings.partitions());
    }
    TableWrite write = start(folder);
    boolean committed = false;
    AttendTally tally;
    double seconds;
    try {
      AttendStage stage =
          new AttendStage(
              spark, settings, weights.weights(), queries, addPositions(), input, write);
      tally = stage.run(display);
      seconds = (System.nanoTime() - start) / 1e9;
      folder.replaceRun(
          AttendManifest.bytes(
              settings,
              weights.weights(),
              queries,
              shape,
              positions,
              tally,
              started,
              seconds,
              spark));
      write.commit(stage.messages());
      committed = true;
    } finally {
      if (!committed) {
        write.abort();
        folder.removeIfNew();
      }
    }
    List<SentenceLinks> links =
        SentenceLinks.of(
            preview.shortRows(),
            SHOWN,
            corpus.schema(),
            weights.weights(),
            settings.attention(),
            queries,
            addPositions());
    return new AttendResult(
        tally.counts(), seconds, tally.times(), links, randomWeights(), positions, unmasked());
  }

  private boolean addPositions() {
    return positions == Positions.ADDED;
  }

  /** The source of random weights, or null. */
  private String randomWeights() {
    return settings.weights().random() ? settings.weights().source() : null;
  }

  /** Whether queries see keys that the model of the weights masks. */
  private boolean unmasked() {
    return weights.causal() && queries.self() && settings.attention().mask() instanceof Mask.None;
  }

  private RunFolder openFolder() {
    return RunFolder.open(
        settings.output(), settings.mode(), corpus.paths(), spark.sessionState().newHadoopConf());
  }

  private TableWrite start(RunFolder folder) {
    try {
      return TableWrite.start(
          spark,
          folder,
          List.of(
              table.withFooter(AttendManifest.footer(settings, shape, positions, table)),
              RejectedTableSchema.of(corpus.schema().id().dataType())),
          settings.compression());
    } catch (IOException e) {
      throw Setting.OUTPUT
          .of(settings.output())
          .bad("cannot be written: " + RootCause.of(e))
          .causedBy(e);
    }
  }

  private Corpus limited() {
    return settings.limit() == null ? corpus : corpus.limit(settings.limit());
  }
}
