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

/** The opened sentences of a run, and what is computed for them: one layer or a whole model. */
public sealed interface AttendInput permits RowsInput, ModelInput {
  /** Returns the layers: a single one, or those of a model. */
  EncoderStack stack();

  /** Returns the heads and the attention pattern of each layer, and which output is kept. */
  AttentionConfig config();

  AttentionShape shape();

  /** Returns the facts about the model; null if one layer is computed. */
  default ModelFacts model() {
    return null;
  }

  /** Returns the source of random weights; null if the weights are not random. */
  default String randomWeights() {
    return null;
  }

  /** Returns where the positions that the weights were trained with come from. */
  default Positions positions() {
    return Positions.NONE;
  }

  /** Returns whether queries see keys that the model of the weights masks. */
  default boolean unmasked() {
    return false;
  }

  /** Adds a description of the weights or the model to the contents of run.json. */
  void describe(Map<String, Object> contents);

  /** Returns the first table: attention, or hidden states if no attention is written. */
  TableSchema table();

  /** Returns the table of hidden states; null if none is written. */
  default TableSchema hiddenTable() {
    return null;
  }

  /** Returns whether the attention table is written. */
  default boolean writesAttention() {
    return config().keepsSomething();
  }

  /** Returns the tables that are written, except the table of rejected records. */
  default List<TableSchema> tables() {
    return Stream.of(writesAttention() ? table() : null, hiddenTable())
        .filter(Objects::nonNull)
        .toList();
  }

  /** Returns the files that are read. */
  InputFiles inputFiles();

  /** Returns the number of records, if it is known without reading them. */
  OptionalLong records();

  /** Returns the number of sentences, if known. A sample that is not full contains all of them. */
  default OptionalLong sentences(int sampled) {
    return records();
  }

  /** Returns the lengths of the first sentences. */
  List<Lengths> lengths(SparkSession spark) throws IOException;

  /** Returns the number of queries of a sentence. */
  int countQueries(Lengths lengths);

  /** Adds the effective settings of the input and its attention to the shown settings. */
  void show(ShownSettings shown);

  /** Runs the single action: one task for each partition. Returns the sum of their tallies. */
  AttendTally attend(
      SparkSession spark, JobRun.Tasks tasks, AttendSettings settings, Progress.Display display);

  /** Returns the form of the records that tasks write. */
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
