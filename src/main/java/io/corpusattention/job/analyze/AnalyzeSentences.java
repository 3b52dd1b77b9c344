package io.corpusattention.job.analyze;

import io.corpusattention.analysis.word.Words;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Mask;
import io.corpusattention.attention.Matrix;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.AttentionPlan;
import io.corpusattention.corpus.Corpus;
import io.corpusattention.corpus.CorpusSchema;
import io.corpusattention.corpus.ReaderBatch;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.row.SyntaxColumns;
import io.corpusattention.job.attend.EmbeddedInput;
import io.corpusattention.job.run.AttentionInput;
import io.corpusattention.job.run.MatrixFile;
import io.corpusattention.job.run.Progress;
import io.corpusattention.job.run.RunManifest;
import io.corpusattention.job.run.Sendings;
import io.corpusattention.job.run.Sent;
import io.corpusattention.job.run.ShownSettings;
import io.corpusattention.job.run.WeightsSettings;
import io.corpusattention.job.run.WordIds;
import io.corpusattention.table.SentencesTableSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * Attention that is computed for embedded sentences and measured immediately, for one layer or a
 * whole model.
 *
 * @param output W_o; null for none
 * @param model the opened model with its sentences; null for one layer
 * @param plan the plan that the executors compute with
 */
record AnalyzeSentences(
    SparkSession spark,
    AttentionInput input,
    AnalyzeSettings settings,
    Matrix output,
    EmbeddedInput model,
    AttentionPlan plan,
    Sendings sendings)
    implements AnalyzeInput {
  /**
   * Opens the weights and the input and checks that they fit together.
   *
   * @param settings settings that say how attention is computed
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
    Corpus corpus = told(input.corpus());
    input = input.with(corpus).taking(settings.records());
    return new AnalyzeSentences(
        spark, input, settings, output, null, input.plan(), new Sendings(spark));
  }

  /** Creates the input from an opened model and sentences that are embedded for it. */
  static AnalyzeSentences of(SparkSession spark, AnalyzeSettings settings, EmbeddedInput opened) {
    AttentionInput input = opened.input().with(told(opened.input().corpus()));
    AttentionPlan plan = input.plan();
    if (settings.norms() != null) {
      plan = plan.with(plan.stack().opened());
    }
    return new AnalyzeSentences(spark, input, settings, null, opened, plan, new Sendings(spark));
  }

  /** Returns the same corpus with the columns that describe words and syntax. */
  private static Corpus told(Corpus corpus) {
    return corpus
        .keeping(SentencesTableSchema.WORD_IDS, WordIds::areIn)
        .keeping(SentencesTableSchema.TRUNCATED, DataTypes.BooleanType::equals)
        .keeping(SyntaxColumns.HEADS, SyntaxColumns::areHeads)
        .keeping(SyntaxColumns.RELATIONS, SyntaxColumns::areRelations);
  }

  @Override
  public void takeBack() {
    sendings.close();
  }

  @Override
  public Facts facts() {
    Corpus corpus = input.corpus();
    WeightsSettings weights = model == null ? settings.attention().weights() : null;
    return new Facts(
        model == null ? Collections.singletonList(weights.layer()) : input.plan().stack().kept(),
        input.plan().shape().heads(),
        input.plan().selfAttention(),
        corpus.schema().hasTokens(),
        input.plan().config().mask() instanceof Mask.Causal,
        model != null && input.plan().stack().kept().size() == model.model().layers(),
        corpus.schema().id(),
        corpus.inputFiles(),
        corpus.source(),
        weights != null && weights.random() ? weights.source() : null,
        input.positions(),
        corpus.files().records());
  }

  @Override
  public void show(ShownSettings shown) {
    if (model == null) {
      settings.attention().show(shown);
    } else {
      model.show(shown);
    }
  }

  @Override
  public Map<String, Object> description() {
    return model == null
        ? Map.of(
            "weights",
            RunManifest.weights(
                input.plan().stack().first(), settings.attention().weights().random()))
        : Map.of("model", model.model().contents());
  }

  @Override
  public JavaRDD<SentenceWords> words() {
    List<Integer> ordinals = new ArrayList<>();
    CorpusRowWords words =
        rowWords(
            ordinal -> {
              ordinals.add(ordinal);
              return ordinals.size() - 1;
            });
    Corpus corpus = input.corpus();
    RDD<RawRow> rows = ReaderBatch.during(spark, corpus.files(), () -> corpus.rows(ordinals));
    return rows.toJavaRDD().map(row -> words.tell(row).words()).filter(Objects::nonNull);
  }

  /**
   * Returns the reader of a row's words.
   *
   * @param positions maps the position of a column in a corpus row to its position in the row that
   *     is read
   */
  private CorpusRowWords rowWords(IntUnaryOperator positions) {
    AttentionPlan plan = input.plan();
    CorpusSchema schema = plan.schema();
    List<String> fixed = plan.queryTokens();
    return new CorpusRowWords(
        plan.selfAttention(),
        schema.hasTokens() ? positions.applyAsInt(schema.tokensOrdinal()) : -1,
        schema.hasQueryTokens() ? positions.applyAsInt(schema.queryTokensOrdinal()) : -1,
        integers(schema, SentencesTableSchema.WORD_IDS, positions),
        integers(schema, SyntaxColumns.HEADS, positions),
        position(schema, SyntaxColumns.RELATIONS, positions),
        position(schema, SentencesTableSchema.TRUNCATED, positions),
        fixed == null ? null : Words.of(fixed.toArray(new String[0]), null));
  }

  private static CorpusRowWords.Integers integers(
      CorpusSchema schema, String name, IntUnaryOperator positions) {
    StructField field = schema.kept(name);
    return new CorpusRowWords.Integers(
        position(schema, name, positions), field != null && WordIds.areWide(field.dataType()));
  }

  private static int position(CorpusSchema schema, String name, IntUnaryOperator positions) {
    StructField field = schema.kept(name);
    return field == null ? -1 : positions.applyAsInt(schema.keptOrdinal(field));
  }

  @Override
  public JavaPairRDD<Integer, AnalyzePart> parts(
      Sent<Metering> metering, int tasks, Progress.Counter done) {
    CorpusRowWords words = rowWords(IntUnaryOperator.identity());
    SentenceMeasuring.Plan measuring =
        new SentenceMeasuring.Plan(
            sendings.of(plan),
            words,
            metering,
            tasks,
            output == null ? null : sendings.of(output),
            settings.records().failOnBadRecord(),
            done);
    Corpus corpus = input.corpus();
    RDD<RawRow> rows = ReaderBatch.during(spark, corpus.files(), corpus::rows);
    return rows.toJavaRDD().mapPartitionsToPair(part -> new SentenceMeasuring(measuring, part));
  }
}
