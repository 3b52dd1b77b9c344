package io.corpusattention.job.attend;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Queries;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.AttentionPlan;
import io.corpusattention.corpus.Corpus;
import io.corpusattention.corpus.CorpusColumns;
import io.corpusattention.corpus.CorpusPreview;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.corpus.EmbedRuns;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.HadoopWeightFiles;
import io.corpusattention.corpus.row.SyntaxColumns;
import io.corpusattention.corpus.text.ModelTokenizer;
import io.corpusattention.corpus.text.TextCorpus;
import io.corpusattention.encoder.EncoderStack;
import io.corpusattention.job.run.AttentionInput;
import io.corpusattention.job.run.Positions;
import io.corpusattention.job.run.RecordSettings;
import io.corpusattention.job.run.WordIds;
import io.corpusattention.job.text.OpenedText;
import io.corpusattention.table.SentencesTableSchema;
import io.corpusattention.weights.EncoderModel;
import io.corpusattention.weights.EncoderReader;
import io.corpusattention.weights.WeightsDigest;
import io.corpusattention.weights.files.WeightFiles;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;

/** Opens a model and the sentences that go through it: text or embedded sentences. */
public final class ModelInputs {
  /** Columns of embed's table that describe the text. They are always kept. */
  private static final List<String> OF_TEXT =
      List.of(SentencesTableSchema.WORD_IDS, SentencesTableSchema.TRUNCATED);

  private ModelInputs() {}

  /**
   * Opens the model and the input and checks that they fit together.
   *
   * @throws BadSettingException if the settings cannot work; its message is one line
   */
  public static ModelInput open(SparkSession spark, AttendSettings settings) throws IOException {
    Configuration conf = HadoopPaths.conf(spark);
    ModelSettings asked = settings.model();
    WeightFiles files = HadoopWeightFiles.openModel(Setting.MODEL, asked.folder(), conf);
    EncoderModel model = EncoderReader.read(files);
    List<Integer> kept = asked.layers().of(model.layers().size());
    Opened opened =
        new Opened(
            EncoderStack.of(model.layers(), model.last(), kept, asked.hidden()),
            model.attention(
                asked.attention().attention(),
                asked.attention().context(),
                asked.attention().maxRowBytes()),
            facts(asked, model, kept));
    EmbedRuns runs = EmbedRuns.in(asked.text().input(), conf);
    CorpusSource source =
        runs.any()
            ? new CorpusSource.Paths(paths(runs.source()), CorpusSource.Paths.PARQUET)
            : TextCorpus.resolved(asked.text().input(), conf);
    requireOwn(runs, model);
    ModelSettings inForce = asked.with(source, opened.config());
    if (isEmbedded(spark, inForce)) {
      // Opened as the user gave it, because a run folder says how many rows it must have.
      ModelSettings asGiven = runs.any() ? asked.with(given(asked), opened.config()) : inForce;
      return embedded(spark, asGiven, settings.records(), opened);
    }
    if (asked.embedded()) {
      throw Setting.EMBEDDINGS_COLUMN
          .of(asked.columns().embeddings())
          .bad(
              "is for sentences that come embedded, and ",
              source.given(),
              " is text; leave it out");
    }
    TextCorpus corpus =
        OpenedText.open(spark, inForce.text(), settings.records().limit(), TextCorpus.Load.HEAVY);
    OpenedText.Tokenizing tokenizing =
        new OpenedText.Tokenizing(
            ModelTokenizer.open(files, model.embeddings()), true, model.embeddings().maxTokens());
    OpenedText text = OpenedText.of(corpus, inForce.text(), tokenizing);
    return TextInput.of(
        text,
        new TextTask.Plan(text.rules(), model.embeddings(), opened.stack(), opened.config()),
        opened.facts(),
        inForce);
  }

  /** Embeddings of another model are meaningless to this one. */
  private static void requireOwn(EmbedRuns runs, EncoderModel model) {
    if (runs.models().isEmpty()) {
      return;
    }
    String own = WeightsDigest.sha256("words", model.embeddings().words());
    runs.models()
        .forEach(
            (path, words) -> {
              if (!words.equals(own)) {
                throw Setting.INPUT
                    .of(path)
                    .bad(
                        "was embedded by another model than ",
                        Setting.MODEL.of(model.source()),
                        "; embed the text with this one, or give the text itself");
              }
            });
  }

  private static ModelFacts facts(ModelSettings asked, EncoderModel model, List<Integer> kept) {
    Integer last = kept.get(kept.size() - 1);
    return ModelFacts.of(
        model,
        asked.attention().keepsSomething() ? kept : List.of(),
        asked.hidden().kept() ? last : null);
  }

  /** An opened model. */
  private record Opened(EncoderStack stack, AttentionConfig config, ModelFacts facts) {}

  private static List<String> paths(CorpusSource source) {
    return source instanceof CorpusSource.Paths files ? files.paths() : List.of();
  }

  /** Returns the input as the user named it, in Parquet format. */
  private static CorpusSource given(ModelSettings asked) {
    return new CorpusSource.Paths(paths(asked.text().input()), CorpusSource.Paths.PARQUET);
  }

  /** Returns whether the sentences are already embedded. */
  private static boolean isEmbedded(SparkSession spark, ModelSettings inForce) {
    CorpusSource source = inForce.text().input();
    if (TextCorpus.isText(source) || inForce.text().columns().text() != null) {
      return false;
    }
    return inForce.embedded()
        || Arrays.asList(Corpus.read(spark, source).columns())
            .contains(inForce.columns().embeddings());
  }

  private static EmbeddedInput embedded(
      SparkSession spark, ModelSettings settings, RecordSettings records, Opened opened)
      throws IOException {
    if (settings.ofText() != null) {
      throw settings
          .ofText()
          .bad(
              "is for text, and the sentences of ",
              settings.text().input().given(),
              " come embedded; leave it out, or name the text with ",
              Setting.TEXT_COLUMN);
    }
    CorpusColumns asked = settings.columns();
    Corpus corpus =
        Corpus.open(spark, settings.text().input(), asked.keeping(name -> !OF_TEXT.contains(name)))
            .keeping(SentencesTableSchema.WORD_IDS, WordIds::areIn)
            .keeping(SentencesTableSchema.TRUNCATED, DataTypes.BooleanType::equals)
            .keeping(SyntaxColumns.HEADS, SyntaxColumns::areHeads)
            .keeping(SyntaxColumns.RELATIONS, SyntaxColumns::areRelations);
    for (String name : asked.keep()) {
      if (corpus.schema().kept().stream().noneMatch(kept -> kept.name().equals(name))) {
        throw Setting.KEEP
            .of(name)
            .bad("there is no such column in ", corpus.source().given(), ", or none of embed's");
      }
    }
    CorpusPreview preview = CorpusPreview.take(corpus);
    AttentionPlan plan =
        new AttentionPlan(
            opened.stack(),
            opened.config(),
            new Queries.Self(),
            null,
            false,
            true,
            corpus.schema());
    preview.requireFit(plan.shape(), Setting.MODEL.of(settings.folder()));
    AttentionInput input = new AttentionInput(corpus, preview, plan, Positions.NONE, false);
    RecordSettings undivided = new RecordSettings(records.onBadRecord(), null, records.limit());
    return EmbeddedInput.of(
        input.taking(undivided).corpus(), input.taking(records), OF_TEXT, opened.facts(), settings);
  }
}
