package io.corpusattention.job.analyze;

import io.corpusattention.analysis.WordIndex;
import io.corpusattention.analysis.Words;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Matrix;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.AttentionPlan;
import io.corpusattention.corpus.Corpus;
import io.corpusattention.corpus.CorpusSchema;
import io.corpusattention.corpus.ReaderBatch;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.job.run.AttentionInput;
import io.corpusattention.job.run.MatrixFile;
import io.corpusattention.job.run.Progress;
import io.corpusattention.job.run.RunManifest;
import io.corpusattention.job.run.Sent;
import io.corpusattention.job.run.WeightsSettings;
import io.corpusattention.job.run.WordIds;
import io.corpusattention.table.SentencesTableSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.SparkSession;

/**
 * Attention that is computed for embedded sentences and measured at once.
 *
 * @param output W_o, or null
 */
record AnalyzeSentences(
    SparkSession spark, AttentionInput input, AnalyzeSettings settings, Matrix output)
    implements AnalyzeInput {
  /**
   * Opens weights and input and fits them together.
   *
   * @param settings that say how attention is computed
   */
  static AnalyzeSentences open(SparkSession spark, AnalyzeSettings settings) throws IOException {
    Given given =
        settings.norms() == null ? null : Setting.OUTPUT_WEIGHTS.of(settings.norms().output());
    Matrix output = null;
    if (given != null && given.value() != null) {
      output = MatrixFile.read(given, "[heads * d_v, d_out]", HadoopPaths.conf(spark));
    }
    AttentionInput input = AttentionInput.open(spark, settings.attention());
    int contextWidth = input.plan().shape().contextWidth();
    if (output != null && output.rows() != contextWidth) {
      throw given.bad(
          "is "
              + output.shape()
              + ", but context vectors have heads * d_v = "
              + contextWidth
              + " values; give W_o as [heads * d_v, d_out]");
    }
    Corpus corpus = input.corpus().keeping(SentencesTableSchema.WORD_IDS, WordIds::areIn);
    return new AnalyzeSentences(
        spark, input.with(corpus).taking(settings.records()), settings, output);
  }

  @Override
  public Facts facts() {
    Corpus corpus = input.corpus();
    int heads = input.plan().shape().heads();
    WeightsSettings weights = settings.attention().weights();
    return new Facts(
        heads,
        settings.norms() == null ? heads : 2 * heads + 1,
        input.plan().selfAttention(),
        corpus.schema().hasTokens(),
        corpus.schema().id().dataType(),
        corpus.paths(),
        corpus.source(),
        weights.random() ? weights.source() : null,
        input.positions(),
        corpus.files().records());
  }

  /** The weights, for run.json. */
  Map<String, Object> description() {
    return RunManifest.weights(
        input.plan().stack().first(), settings.attention().weights().random());
  }

  @Override
  public JavaRDD<SentenceWords> words() {
    CorpusSchema schema = input.corpus().schema();
    List<Integer> ordinals = new ArrayList<>();
    ordinals.add(schema.tokensOrdinal());
    if (schema.hasQueryTokens()) {
      ordinals.add(schema.queryTokensOrdinal());
    }
    if (!schema.kept().isEmpty()) {
      ordinals.add(schema.firstKept());
    }
    CorpusRowWords words =
        rowWords(
            0,
            schema.hasQueryTokens() ? 1 : -1,
            schema.kept().isEmpty() ? -1 : ordinals.size() - 1);
    Corpus corpus = input.corpus();
    RDD<RawRow> rows = ReaderBatch.during(spark, corpus.files(), () -> corpus.rows(ordinals));
    return rows.toJavaRDD().map(row -> words.tell(row).words()).filter(Objects::nonNull);
  }

  private CorpusRowWords rowWords(int tokens, int queryTokens, int wordIds) {
    AttentionPlan plan = input.plan();
    List<String> fixed = plan.queryTokens();
    boolean wide = wordIds >= 0 && WordIds.areWide(plan.schema().kept().get(0).dataType());
    return new CorpusRowWords(
        plan.selfAttention(),
        tokens,
        queryTokens,
        wordIds,
        wide,
        fixed == null ? null : Words.of(fixed.toArray(new String[0]), null));
  }

  @Override
  public JavaPairRDD<Integer, AnalyzePart> parts(
      Sent<WordIndex> index, int tasks, Progress.Counter done) {
    CorpusSchema schema = input.corpus().schema();
    CorpusRowWords words =
        rowWords(
            schema.hasTokens() ? schema.tokensOrdinal() : -1,
            schema.hasQueryTokens() ? schema.queryTokensOrdinal() : -1,
            schema.kept().isEmpty() ? -1 : schema.firstKept());
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<AttentionPlan> plan = context.broadcast(input.plan());
    Broadcast<Matrix> sentOutput = output == null ? null : context.broadcast(output);
    SentenceMeasuring.Plan measuring =
        new SentenceMeasuring.Plan(
            plan,
            words,
            index,
            tasks,
            settings.norms() != null,
            sentOutput,
            settings.records().failOnBadRecord(),
            done);
    Corpus corpus = input.corpus();
    RDD<RawRow> rows = ReaderBatch.during(spark, corpus.files(), corpus::rows);
    return rows.toJavaRDD().mapPartitionsToPair(part -> new SentenceMeasuring(measuring, part));
  }
}
