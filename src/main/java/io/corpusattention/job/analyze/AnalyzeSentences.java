package io.corpusattention.job.analyze;

import io.corpusattention.analysis.WordIndex;
import io.corpusattention.analysis.Words;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Matrix;
import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.Corpus;
import io.corpusattention.corpus.CorpusSchema;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.corpus.ReaderBatch;
import io.corpusattention.job.attend.AttendManifest;
import io.corpusattention.job.attend.AttendQueries;
import io.corpusattention.job.attend.AttendSettings;
import io.corpusattention.job.attend.AttendSetup;
import io.corpusattention.job.run.MatrixFile;
import io.corpusattention.job.run.OnBadRecord;
import io.corpusattention.job.run.Positions;
import io.corpusattention.table.SentencesTableSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.util.LongAccumulator;

/** Attention that is computed for embedded sentences and measured at once. */
final class AnalyzeSentences implements AnalyzeInput {
  private static final DataType INTS = DataTypes.createArrayType(DataTypes.IntegerType);

  private final SparkSession spark;
  private final AttendSetup setup;
  private final Corpus corpus;
  private final boolean failOnBadRecord;
  private final boolean random;
  private final boolean norms;
  private final Matrix output; // W_o, or null

  private AnalyzeSentences(
      SparkSession spark,
      AttendSetup setup,
      Corpus corpus,
      AnalyzeSettings settings,
      Matrix output) {
    this.spark = spark;
    this.setup = setup;
    this.corpus = corpus;
    this.failOnBadRecord = settings.attend().onBadRecord() == OnBadRecord.FAIL;
    this.random = settings.attend().weights().random();
    this.norms = settings.norms() != null;
    this.output = output;
  }

  /**
   * Opens weights and input and fits them together.
   *
   * @param settings that say how attention is computed
   */
  static AnalyzeSentences open(SparkSession spark, AnalyzeSettings settings) throws IOException {
    AttendSettings attend = settings.attend();
    Matrix output = null;
    if (settings.norms() != null && settings.norms().output() != null) {
      output =
          MatrixFile.read(
              Setting.OUTPUT_WEIGHTS.of(settings.norms().output()),
              "[heads * d_v, d_out]",
              spark.sessionState().newHadoopConf());
    }
    AttendSetup setup = AttendSetup.open(spark, attend);
    if (output != null && output.rows() != setup.shape().contextWidth()) {
      throw new BadSettingException(
          "--output-weights "
              + settings.norms().output()
              + ": is "
              + output.shape()
              + ", but context vectors have heads * d_v = "
              + setup.shape().contextWidth()
              + " values; give W_o as [heads * d_v, d_out]");
    }
    Corpus corpus = setup.corpus().keeping(SentencesTableSchema.WORD_IDS, INTS);
    if (attend.limit() != null) {
      corpus = corpus.limit(attend.limit());
    }
    if (attend.partitions() != null) {
      corpus = corpus.partitionedById(attend.partitions());
    }
    return new AnalyzeSentences(spark, setup, corpus, settings, output);
  }

  @Override
  public int heads() {
    return setup.shape().heads();
  }

  @Override
  public int rows() {
    return norms ? 2 * heads() + 1 : heads();
  }

  @Override
  public boolean selfAttention() {
    return setup.queries().self();
  }

  @Override
  public boolean hasTokens() {
    return corpus.schema().hasTokens();
  }

  @Override
  public DataType idType() {
    return corpus.schema().id().dataType();
  }

  @Override
  public List<Path> paths() {
    return corpus.paths();
  }

  @Override
  public CorpusSource source() {
    return corpus.source();
  }

  @Override
  public String randomWeights() {
    return random ? setup.weights().weights().source() : null;
  }

  @Override
  public Positions positions() {
    return setup.positions();
  }

  @Override
  public OptionalLong records() {
    return corpus.files().records();
  }

  /** The weights, for run.json. */
  Map<String, Object> description() {
    return AttendManifest.weights(setup.weights().weights(), random);
  }

  @Override
  public JavaRDD<SentenceWords> words() {
    CorpusSchema schema = corpus.schema();
    List<Integer> ordinals = new ArrayList<>();
    ordinals.add(schema.tokensOrdinal());
    if (schema.hasQueryTokens()) {
      ordinals.add(schema.queryTokensOrdinal());
    }
    if (!schema.kept().isEmpty()) {
      ordinals.add(schema.firstKept());
    }
    CorpusRowWords words =
        new CorpusRowWords(
            setup.queries().self(),
            0,
            schema.hasQueryTokens() ? 1 : -1,
            schema.kept().isEmpty() ? -1 : ordinals.size() - 1,
            fixedQueries());
    RDD<InternalRow> rows = ReaderBatch.during(spark, corpus.files(), () -> corpus.rows(ordinals));
    return rows.toJavaRDD().map(words::of).filter(Objects::nonNull);
  }

  private Words fixedQueries() {
    List<String> tokens = setup.queries().tokens();
    return tokens == null ? null : Words.of(tokens.toArray(new String[0]), null);
  }

  @Override
  public JavaPairRDD<Integer, AnalyzePart> parts(
      Broadcast<WordIndex> index,
      int tasks,
      LongAccumulator sentencesDone,
      LongAccumulator tokensDone) {
    CorpusSchema schema = corpus.schema();
    CorpusRowWords words =
        new CorpusRowWords(
            setup.queries().self(),
            schema.hasTokens() ? schema.tokensOrdinal() : -1,
            schema.hasQueryTokens() ? schema.queryTokensOrdinal() : -1,
            schema.kept().isEmpty() ? -1 : schema.firstKept(),
            fixedQueries());
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<ProjectionWeights> weights = context.broadcast(setup.weights().weights());
    Broadcast<AttendQueries> queries = context.broadcast(setup.queries());
    Broadcast<Matrix> broadcastOutput = output == null ? null : context.broadcast(output);
    SentenceMeasuring.Plan plan =
        new SentenceMeasuring.Plan(
            weights,
            queries,
            setup.weights().attention(),
            setup.positions() == Positions.ADDED,
            schema,
            words,
            index,
            tasks,
            norms,
            broadcastOutput,
            failOnBadRecord,
            sentencesDone,
            tokensDone);
    RDD<InternalRow> rows = ReaderBatch.during(spark, corpus.files(), corpus::rows);
    return rows.toJavaRDD().mapPartitionsToPair(part -> new SentenceMeasuring(plan, part));
  }
}
