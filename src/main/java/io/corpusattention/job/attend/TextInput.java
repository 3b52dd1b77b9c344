package io.corpusattention.job.attend;

import io.corpusattention.analysis.word.Words;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionShape;
import io.corpusattention.corpus.CorpusPreview.Lengths;
import io.corpusattention.corpus.ReadFailure;
import io.corpusattention.corpus.ReaderBatch;
import io.corpusattention.corpus.files.InputFiles;
import io.corpusattention.corpus.text.SentenceCutter;
import io.corpusattention.corpus.text.TextCorpus;
import io.corpusattention.corpus.text.TextSchema;
import io.corpusattention.encoder.EncoderStack;
import io.corpusattention.job.run.JobRun;
import io.corpusattention.job.run.Progress;
import io.corpusattention.job.run.Sent;
import io.corpusattention.job.run.ShownSettings;
import io.corpusattention.job.text.CutSentence;
import io.corpusattention.job.text.OpenedText;
import io.corpusattention.table.AttentionTableSchema;
import io.corpusattention.table.HiddenTableSchema;
import io.corpusattention.table.SentencesTableSchema;
import io.corpusattention.table.TableSchema;
import io.corpusattention.text.EmbeddedSentence;
import io.corpusattention.text.ModelEmbedder;
import io.corpusattention.text.Tokenizer;
import io.corpusattention.text.Tokens;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** Text that goes through a whole model. */
public record TextInput(
    TextCorpus corpus,
    TextTask.Plan plan,
    TableSchema table,
    TableSchema hiddenTable,
    ModelFacts model,
    ModelSettings settings)
    implements ModelInput {
  /** The number of sentences that an estimate is based on. */
  private static final int SAMPLED = 100;

  static TextInput of(
      OpenedText text, TextTask.Plan plan, ModelFacts facts, ModelSettings settings) {
    TextSchema schema = text.corpus().schema();
    List<StructField> ofText = new ArrayList<>();
    if (settings.text().prose()) {
      ofText.add(field(SentencesTableSchema.DOCUMENT, schema.id().dataType()));
    }
    ofText.add(
        field(
            SentencesTableSchema.WORD_IDS,
            DataTypes.createArrayType(DataTypes.IntegerType, false)));
    ofText.add(field(SentencesTableSchema.TRUNCATED, DataTypes.BooleanType));
    AttentionTableSchema.Leading leading =
        new AttentionTableSchema.Leading(
            text.sentenceId(), true, false, schema.kept(), ofText, true);
    return new TextInput(
        text.corpus(),
        plan,
        plan.config().keepsSomething()
            ? AttentionTableSchema.of(leading, plan.config())
            : HiddenTableSchema.of(leading),
        plan.stack().hidden().kept() ? HiddenTableSchema.of(leading) : null,
        facts,
        settings);
  }

  private static StructField field(String name, DataType type) {
    return DataTypes.createStructField(name, type, false);
  }

  @Override
  public EncoderStack stack() {
    return plan.stack();
  }

  @Override
  public AttentionConfig config() {
    return plan.config();
  }

  @Override
  public AttentionShape shape() {
    return plan.shape();
  }

  @Override
  public InputFiles inputFiles() {
    return corpus.inputFiles();
  }

  @Override
  public OptionalLong records() {
    return OptionalLong.empty();
  }

  @Override
  public OptionalLong sentences(int sampled) {
    return sampled < SAMPLED ? OptionalLong.of(sampled) : OptionalLong.empty();
  }

  @Override
  public List<Lengths> lengths(SparkSession spark) {
    return sentences(spark, tokens -> true, SAMPLED).stream()
        .map(sentence -> new Lengths(sentence.tokens().tokens().length, 0))
        .toList();
  }

  @Override
  public int countQueries(Lengths lengths) {
    return lengths.tokens();
  }

  @Override
  public void show(ShownSettings shown) {
    settings.show(shown, true);
  }

  @Override
  public AttendTally attend(
      SparkSession spark, JobRun.Tasks tasks, AttendSettings all, Progress.Display display) {
    Integer partitions = all.records().partitions();
    TextCorpus input = partitions == null ? corpus : corpus.partitionedById(spark, partitions);
    try (Sent<TextTask.Plan> sent = Sent.of(spark, plan)) {
      return Progress.during(
          spark,
          records(),
          display,
          done ->
              ReaderBatch.during(
                  spark,
                  TextCorpus.ANY_WIDTH,
                  () ->
                      tasks
                          .run(
                              () -> input.rows().rdd(),
                              input.source(),
                              target -> new TextTask(sent, form(), target, all.records(), done))
                          .stream()
                          .reduce(AttendTally.ZERO, AttendTally::plus)));
    }
  }

  @Override
  public boolean hasTokens() {
    return true;
  }

  @Override
  public List<ShownSentence> firstSentences(SparkSession spark, int most) {
    Fits fits = tokens -> ShownSentence.isShort(words(tokens));
    return sentences(spark, fits, most).stream().map(cut -> shown(cut, null)).toList();
  }

  @Override
  public ShownSentence sentenceWith(SparkSession spark, String asked) {
    List<String> words = wordsOf(asked);
    String word = words.size() == 1 ? words.get(0) : asked;
    Fits fits = tokens -> ShownSentence.placeOf(words(tokens), word) >= 0;
    return sentences(spark, fits, 1).stream().map(cut -> shown(cut, word)).findFirst().orElse(null);
  }

  /** Returns words as the tokenizer spells them. Many tokenizers drop capitals and accents. */
  @Override
  public List<String> wordsOf(String word) {
    Tokenizer tokenizer = plan.rules().tokenizer().newTokenizer(false, Integer.MAX_VALUE);
    return List.of(words(tokenizer.tokenize(word)).words());
  }

  private static Words words(Tokens tokens) {
    return Words.of(tokens.tokens(), tokens.wordIds());
  }

  private ShownSentence shown(CutSentence cut, String word) {
    EmbeddedSentence embedded = new ModelEmbedder(plan.embeddings()).embed(cut.tokens());
    float[] embeddings = Arrays.copyOf(embedded.embeddings(), embedded.embeddingsCount());
    return ShownSentence.of(cut.text(), words(cut.tokens()), word, embeddings);
  }

  /** Tests whether a sentence is one of those searched for. */
  private interface Fits extends Predicate<Tokens>, Serializable {}

  /** Returns the first sentences that fit. Reads the text only as far as needed. */
  private List<CutSentence> sentences(SparkSession spark, Fits fits, int most) {
    try (Sent<SentenceCutter.Rules> rules = Sent.of(spark, plan.rules())) {
      return ReaderBatch.during(
          spark,
          TextCorpus.ANY_WIDTH,
          () ->
              corpus
                  .rows()
                  .mapPartitions(rows -> CutSentence.of(rows, new SentenceCutter(rules.value())))
                  .filter(sentence -> fits.test(sentence.tokens()))
                  .take(most));
    } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
      throw ReadFailure.of(corpus.source(), e);
    }
  }
}
