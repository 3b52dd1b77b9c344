package io.corpusattention.job.attend;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionShape;
import io.corpusattention.corpus.CorpusPreview.Lengths;
import io.corpusattention.corpus.files.InputFiles;
import io.corpusattention.encoder.EncoderStack;
import io.corpusattention.job.run.JobRun;
import io.corpusattention.job.run.Positions;
import io.corpusattention.job.run.Progress;
import io.corpusattention.job.run.ShownSettings;
import io.corpusattention.table.SentencesTableSchema;
import io.corpusattention.table.TableSchema;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** The sentences of a run, opened, and what is computed of them: one layer, or a whole model. */
public sealed interface AttendInput permits RowsInput, ModelInput {
  /** The layers, one or a model's. */
  EncoderStack stack();

  /** Heads and pattern of each layer, and what is kept. */
  AttentionConfig config();

  AttentionShape shape();

  /** What is told of a model; null where one layer is computed. */
  default ModelFacts model() {
    return null;
  }

  /** The source of random weights, or null. */
  default String randomWeights() {
    return null;
  }

  /** Where positions come from that weights were trained with. */
  default Positions positions() {
    return Positions.NONE;
  }

  /** Whether queries see keys that the model of the weights masks. */
  default boolean unmasked() {
    return false;
  }

  /** Describes the weights, or the model, for run.json. */
  void describe(Map<String, Object> contents);

  /** The first of the tables: that of attention, or that of hidden states where it is alone. */
  TableSchema table();

  /** The table of hidden states; null where none is written. */
  default TableSchema hiddenTable() {
    return null;
  }

  /** Whether the attention table is written. */
  default boolean writesAttention() {
    return config().keepsSomething();
  }

  /** The tables that are written, but for the rejected records. */
  default List<TableSchema> tables() {
    return Stream.of(writesAttention() ? table() : null, hiddenTable())
        .filter(Objects::nonNull)
        .toList();
  }

  /** The files that are read. */
  InputFiles inputFiles();

  /** How many records there are, where that is known without reading them. */
  OptionalLong records();

  /** How many sentences there are, where the first ones, so many, may be all. */
  default OptionalLong sentences(int sampled) {
    return records();
  }

  /** How long the first sentences are. */
  List<Lengths> lengths(SparkSession spark) throws IOException;

  /** How many queries a sentence has. */
  int countQueries(Lengths lengths);

  /** Shows what is in force of the settings of the input and of its attention. */
  void show(ShownSettings shown);

  /** The one action: a task for each partition, and one tally from each. */
  AttendTally attend(
      SparkSession spark, JobRun.Tasks tasks, AttendSettings settings, Progress.Display display);

  /** The form of the records that tasks write. */
  default TileOutput.Form form() {
    List<String> names = List.of(table().records().fieldNames());
    int truncatedAt = model() == null ? -1 : names.indexOf(SentencesTableSchema.TRUNCATED);
    return new TileOutput.Form(
        table().lists(),
        model() != null,
        stack().kept().get(0),
        truncatedAt,
        writesAttention(),
        stack().hidden().kept());
  }
}
