package io.corpusattention.job.attend;

import io.corpusattention.analysis.Words;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionShape;
import io.corpusattention.corpus.AttentionPlan;
import io.corpusattention.corpus.Corpus;
import io.corpusattention.corpus.CorpusPreview.Lengths;
import io.corpusattention.corpus.CorpusSchema;
import io.corpusattention.corpus.ReadFailure;
import io.corpusattention.corpus.ReaderBatch;
import io.corpusattention.corpus.row.EmbeddingsCheck;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.encoder.EncoderStack;
import io.corpusattention.job.run.AttentionInput;
import io.corpusattention.job.run.AttentionSettings;
import io.corpusattention.job.run.JobRun;
import io.corpusattention.job.run.Progress;
import io.corpusattention.job.run.Sent;
import io.corpusattention.job.run.ShownSettings;
import io.corpusattention.job.run.WordIds;
import io.corpusattention.math.Kernels;
import io.corpusattention.table.AttentionTableSchema;
import io.corpusattention.table.SentencesTableSchema;
import io.corpusattention.table.TableSchema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * Sentences that come embedded, for one layer or for all of a model.
 *
 * @param model null for one layer
 * @param layer its settings; null for a model
 * @param ofModel a model's settings; null for one layer
 */
record EmbeddedInput(
    AttentionInput input,
    TableSchema table,
    ModelFacts model,
    AttentionSettings layer,
    ModelSettings ofModel)
    implements AttendInput {
  /** Longer sentences have too many numbers to be shown. */
  private static final int SHOWN_TOKENS = 4096;

  static EmbeddedInput ofLayer(AttentionInput input, AttentionSettings settings) {
    AttentionSettings inForce = settings.with(input.plan().config());
    return new EmbeddedInput(input, table(input.plan(), List.of(), false), null, inForce, null);
  }

  static EmbeddedInput ofModel(AttentionInput input, ModelFacts facts, ModelSettings settings) {
    List<String> ofText = List.of(SentencesTableSchema.WORD_IDS, SentencesTableSchema.TRUNCATED);
    return new EmbeddedInput(input, table(input.plan(), ofText, true), facts, null, settings);
  }

  /** The table, with the kept columns of these names at the end of them, as its own. */
  private static TableSchema table(AttentionPlan plan, List<String> ofText, boolean layers) {
    CorpusSchema schema = plan.schema();
    List<StructField> kept = new ArrayList<>(schema.kept());
    List<StructField> own = kept.stream().filter(f -> ofText.contains(f.name())).toList();
    kept.removeAll(own);
    return AttentionTableSchema.of(
        new AttentionTableSchema.Leading(
            schema.id(), schema.hasTokens(), plan.hasQueryTokens(), kept, own, layers),
        plan.config());
  }

  /** The source of random weights, or null. */
  String randomWeights() {
    return layer != null && layer.weights().random() ? layer.weights().source() : null;
  }

  @Override
  public EncoderStack stack() {
    return input.plan().stack();
  }

  @Override
  public AttentionConfig config() {
    return input.plan().config();
  }

  @Override
  public AttentionShape shape() {
    return input.plan().shape();
  }

  @Override
  public List<Path> paths() {
    return input.corpus().paths();
  }

  @Override
  public OptionalLong records() {
    return input.corpus().files().records();
  }

  @Override
  public List<Lengths> lengths(SparkSession spark) {
    return input.preview().lengths(shape());
  }

  @Override
  public int countQueries(Lengths lengths) {
    return input.plan().countQueries(lengths.tokens(), lengths.queries());
  }

  @Override
  public void show(ShownSettings shown) {
    if (layer != null) {
      layer.show(shown);
    } else {
      ofModel.show(shown, false);
    }
  }

  @Override
  public AttendTally attend(
      SparkSession spark, JobRun.Tasks tasks, AttendSettings settings, Progress.Display display) {
    Corpus corpus = input.corpus();
    try (Sent<AttentionPlan> plan = Sent.of(spark, input.plan())) {
      return Progress.during(
          spark,
          records(),
          display,
          done ->
              ReaderBatch.during(
                  spark,
                  corpus.files(),
                  () ->
                      tasks
                          .run(
                              corpus::rows,
                              corpus.source(),
                              target ->
                                  new AttendTask(
                                      plan.broadcast(), form(), target, settings.records(), done))
                          .stream()
                          .reduce(AttendTally.ZERO, AttendTally::plus)));
    }
  }

  @Override
  public List<ShownSentence> shown(SparkSession spark, String word, int most) {
    Corpus corpus = input.corpus();
    if (!corpus.schema().hasTokens()) {
      return List.of();
    }
    Shown shown = new Shown(corpus.schema(), shape().modelWidth(), word);
    if (word == null) {
      return input.preview().shortRows().stream()
          .flatMap(row -> shown.of(row).stream())
          .limit(most)
          .toList();
    }
    try {
      return ReaderBatch.during(
          spark,
          corpus.files(),
          () -> corpus.rows().toJavaRDD().flatMap(row -> shown.of(row).iterator()).take(most));
    } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
      throw ReadFailure.of(corpus.source(), e);
    }
  }

  /** Makes sentences of rows. */
  private record Shown(CorpusSchema schema, int width, String word) implements Serializable {
    /** The sentence of a row, where it has one that is to be shown. */
    List<ShownSentence> of(RawRow row) {
      String[] tokens = row.strings(schema.tokensOrdinal());
      EmbeddingsCheck check =
          new EmbeddingsCheck(
              schema.sentence(),
              schema.tokensOrdinal(),
              schema.embeddingsOrdinal(),
              width,
              SHOWN_TOKENS,
              Kernels.get());
      Object wordIds = wordIds(row);
      if (tokens == null || check.inspect(row) != null || WordIds.unfit(tokens, wordIds) != null) {
        return List.of();
      }
      Words words = WordIds.of(tokens, wordIds);
      float[] embeddings = new float[check.tokens() * width];
      boolean fits =
          word == null ? ShownSentence.isShort(words) : ShownSentence.hasWord(words, word);
      return fits && check.copy(row, embeddings, 0) == null
          ? List.of(new ShownSentence(String.join(" ", words.words()), words, embeddings))
          : List.of();
    }

    private Object wordIds(RawRow row) {
      for (int i = 0; i < schema.kept().size(); i++) {
        StructField field = schema.kept().get(i);
        if (field.name().equals(SentencesTableSchema.WORD_IDS) && WordIds.areIn(field.dataType())) {
          boolean wide =
              field.dataType() instanceof ArrayType array
                  && array.elementType().equals(DataTypes.LongType);
          return row.integers(schema.firstKept() + i, wide);
        }
      }
      return null;
    }
  }
}
