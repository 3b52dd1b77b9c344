package io.corpusattention.job.attend;

import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.RowLayout;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.CorpusPreview.Lengths;
import io.corpusattention.corpus.files.InputFiles;
import io.corpusattention.job.run.AttentionInput;
import io.corpusattention.job.run.JobRun;
import io.corpusattention.job.run.Progress;
import io.corpusattention.job.run.ShownSettings;
import io.corpusattention.table.RejectedTableSchema;
import io.corpusattention.table.TableSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;

/**
 * The main job: sentences and weights in, an attention table out. The input is either embedded
 * sentences and the weights of one layer, or text or embedded sentences and a whole model.
 *
 * <p>The driver first checks everything that a user can set incorrectly. Then one action reads,
 * computes and writes every partition. The driver collects one result from each partition, writes
 * run.json and commits.
 */
public final class AttendJob {
  /** The number of sentences that are shown. */
  private static final int SHOWN = 2;

  private final SparkSession spark;
  private final AttendSettings settings;
  private final AttendInput input;

  private AttendJob(SparkSession spark, AttendSettings settings, AttendInput input) {
    this.spark = spark;
    this.settings = settings;
    this.input = input;
  }

  /**
   * Opens the weights or the model and the input, and checks that they fit together.
   *
   * @throws BadSettingException if the settings cannot work; its message is one line
   */
  public static AttendJob open(SparkSession spark, AttendSettings settings) throws IOException {
    AttendInput input =
        settings.model() != null
            ? ModelInputs.open(spark, settings)
            : LayerInput.of(
                AttentionInput.open(spark, settings.attention()).taking(settings.records()),
                settings.attention());
    return new AttendJob(spark, settings, input);
  }

  /**
   * Returns what {@link #run} would do.
   *
   * @throws BadSettingException if the output is named and in use
   */
  public AttendPlan plan() throws IOException {
    if (settings.output().folder() != null) {
      JobRun.check(spark, settings.output(), input.inputFiles(), model());
    }
    AttentionShape shape = input.shape();
    List<Lengths> lengths = input.lengths(spark);
    double bytes = lengths.stream().mapToLong(this::bytes).average().orElse(0);
    Map<String, Map<String, String>> tables = new LinkedHashMap<>();
    for (TableSchema table : input.tables()) {
      Map<String, String> columns = new LinkedHashMap<>();
      for (StructField field : table.all().fields()) {
        columns.put(field.name(), field.dataType().catalogString());
      }
      tables.put(table.folder(), columns);
    }
    return new AttendPlan(
        shown(),
        input.stack().first(),
        input.model(),
        input.randomWeights(),
        input.positions(),
        shape,
        tables,
        input.sentences(lengths.size()),
        lengths.size(),
        lengths.stream().mapToInt(Lengths::tokens).average().orElse(0),
        bytes,
        input.unmasked());
  }

  /** Returns the bytes of a sentence's rows before compression. */
  private long bytes(Lengths sentence) {
    long hidden =
        Float.BYTES * input.stack().hidden().count(sentence.tokens(), input.shape().modelWidth());
    if (!input.writesAttention()) {
      return hidden;
    }
    long ofLayer =
        RowLayout.of(input.shape(), input.config(), sentence.tokens())
            .bytes(input.countQueries(sentence), input.config().maxRowBytes());
    return ofLayer * input.stack().kept().size() + hidden;
  }

  /**
   * Computes attention for the whole input and commits the run folder.
   *
   * @param display shows the progress
   * @throws BadSettingException if the output is in use or a bad record stops the run
   */
  public AttendResult run(Progress.Display display) throws IOException {
    try (JobRun run =
        JobRun.open(spark, "attend", settings.output(), input.inputFiles(), model())) {
      AttendManifest manifest = new AttendManifest(input, shown());
      List<TableSchema> tables = new ArrayList<>();
      for (TableSchema table : input.tables()) {
        tables.add(table.withFooter(manifest.footer(table)));
      }
      tables.add(RejectedTableSchema.of(input.table().records().fields()[0].dataType()));
      return run.write(
          tables,
          tasks -> {
            AttendTally tally = input.attend(spark, tasks, settings, display);
            double seconds = run.seconds();
            return new JobRun.Done<>(
                result(tally, run.input(), seconds), manifest.contents(tally, run, seconds, spark));
          });
    }
  }

  /** Returns the heaviest links in one or two sentences of one layer; none without tokens. */
  public List<SentenceLinks> links() throws IOException {
    return input instanceof LayerInput layer
        ? SentenceLinks.of(layer.input().preview().shortRows(), SHOWN, layer.input().plan())
        : List.of();
  }

  /** Returns the words that receive most attention in one or two sentences; none for one layer. */
  public List<WordAttention> received() throws IOException {
    List<WordAttention> found = new ArrayList<>();
    if (input instanceof ModelInput model) {
      for (ShownSentence sentence : model.firstSentences(spark, SHOWN)) {
        found.add(WordAttention.received(sentence, input));
      }
    }
    return found;
  }

  /**
   * Checks whether words of a model's input can be shown.
   *
   * @throws BadSettingException if they cannot
   */
  public void requireWords(List<String> words) {
    if (!words.isEmpty() && input instanceof ModelInput model && !model.hasTokens()) {
      throw Setting.SHOW
          .of(String.join(",", words))
          .bad("the input has no tokens to look for it; name them with ", Setting.TOKENS_COLUMN);
    }
  }

  /**
   * Returns the words that the model sees for a word: itself, or several if its tokenizer cuts it.
   */
  public List<String> wordsOf(String word) {
    return input instanceof ModelInput model ? model.wordsOf(word) : List.of(word);
  }

  /**
   * Returns what a word attends to in the first sentence of a model's input that contains it.
   *
   * @return null if no sentence contains it
   */
  public WordAttention attended(String word) throws IOException {
    ShownSentence sentence =
        input instanceof ModelInput model ? model.sentenceWith(spark, word) : null;
    return sentence == null ? null : WordAttention.from(word, sentence, input);
  }

  /** Returns the model folder. The run also reads it, so the run must not replace it. */
  private Path[] model() {
    return input.model() == null ? new Path[0] : new Path[] {new Path(input.model().source())};
  }

  private AttendResult result(AttendTally tally, InputFiles files, double seconds) {
    return new AttendResult(
        files,
        tally.counts(),
        tally.text(),
        seconds,
        tally.times(),
        input.model(),
        input.tables().stream().map(TableSchema::folder).toList(),
        input.randomWeights(),
        input.positions(),
        input.unmasked());
  }

  /** Returns the effective settings by identifier, for the user and for run.json. */
  private Map<String, Object> shown() {
    ShownSettings shown = new ShownSettings();
    input.show(shown);
    settings.output().show(shown);
    settings.records().show(shown);
    return shown.asMap();
  }
}
