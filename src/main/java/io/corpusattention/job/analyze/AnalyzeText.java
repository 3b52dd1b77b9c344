package io.corpusattention.job.analyze;

import io.corpusattention.analysis.word.Words;
import io.corpusattention.attention.Mask;
import io.corpusattention.corpus.ReaderBatch;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.text.SentenceCutter;
import io.corpusattention.corpus.text.TextCorpus;
import io.corpusattention.job.attend.TextInput;
import io.corpusattention.job.attend.TextTask;
import io.corpusattention.job.run.Positions;
import io.corpusattention.job.run.Progress;
import io.corpusattention.job.run.Sendings;
import io.corpusattention.job.run.Sent;
import io.corpusattention.job.run.ShownSettings;
import io.corpusattention.job.text.CutSentence;
import java.util.Map;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;

/**
 * Attention of a whole model that is computed for text and measured immediately.
 *
 * @param plan the plan that the executors compute with
 */
record AnalyzeText(
    SparkSession spark,
    TextInput input,
    AnalyzeSettings settings,
    TextTask.Plan plan,
    Sendings sendings)
    implements AnalyzeInput {
  static AnalyzeText of(SparkSession spark, TextInput input, AnalyzeSettings settings) {
    TextTask.Plan plan = settings.norms() == null ? input.plan() : input.plan().opened();
    return new AnalyzeText(spark, input, settings, plan, new Sendings(spark));
  }

  @Override
  public void takeBack() {
    sendings.close();
  }

  @Override
  public Facts facts() {
    return new Facts(
        input.stack().kept(),
        input.shape().heads(),
        true,
        true,
        input.config().mask() instanceof Mask.Causal,
        input.stack().kept().size() == input.model().layers(),
        input.table().records().fields()[0],
        input.inputFiles(),
        input.corpus().source(),
        null,
        Positions.NONE,
        OptionalLong.empty());
  }

  @Override
  public void show(ShownSettings shown) {
    input.show(shown);
  }

  @Override
  public Map<String, Object> description() {
    return Map.of("model", input.model().contents());
  }

  @Override
  public JavaRDD<SentenceWords> words() {
    Sent<SentenceCutter.Rules> rules = sendings.of(plan.rules());
    return rows()
        .mapPartitions(rows -> CutSentence.of(rows, new SentenceCutter(rules.value())))
        .map(
            cut -> {
              Words words = Words.of(cut.tokens().tokens(), cut.tokens().wordIds());
              return new SentenceWords(words, words, null);
            });
  }

  @Override
  public JavaPairRDD<Integer, AnalyzePart> parts(
      Sent<Metering> metering, int tasks, Progress.Counter done) {
    TextMeasuring.Plan measuring =
        new TextMeasuring.Plan(
            sendings.of(plan), metering, tasks, settings.records().failOnBadRecord(), done);
    return rows().mapPartitionsToPair(rows -> new TextMeasuring(measuring, rows));
  }

  private JavaRDD<RawRow> rows() {
    Integer partitions = settings.records().partitions();
    TextCorpus corpus =
        partitions == null ? input.corpus() : input.corpus().partitionedById(spark, partitions);
    return ReaderBatch.during(spark, TextCorpus.ANY_WIDTH, corpus::rows);
  }
}
