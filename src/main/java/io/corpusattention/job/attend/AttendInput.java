package io.corpusattention.job.attend;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionShape;
import io.corpusattention.corpus.CorpusPreview.Lengths;
import io.corpusattention.encoder.EncoderStack;
import io.corpusattention.job.run.JobRun;
import io.corpusattention.job.run.Progress;
import io.corpusattention.job.run.ShownSettings;
import io.corpusattention.table.TableSchema;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** The sentences of a run, opened, and what is computed of them. */
sealed interface AttendInput permits EmbeddedInput, TextInput {
  /** The layers, one or a model's. */
  EncoderStack stack();

  /** Heads and pattern of each layer, and what is kept. */
  AttentionConfig config();

  AttentionShape shape();

  /** What is told of a model; null where one layer is computed. */
  ModelFacts model();

  /** The attention table that is written. */
  TableSchema table();

  /** The files that are read. */
  List<Path> paths();

  /** How many records there are, where that is known without reading them. */
  OptionalLong records();

  /** How long the first sentences are. */
  List<Lengths> lengths(SparkSession spark) throws IOException;

  /** How many queries a sentence has. */
  int countQueries(Lengths lengths);

  /** Shows what is in force of the settings of the input and of its attention. */
  void show(ShownSettings shown);

  /** The one action: a task for each partition, and one tally from each. */
  AttendTally attend(
      SparkSession spark, JobRun.Tasks tasks, AttendSettings settings, Progress.Display display);

  /**
   * Sentences that are shown to people: the first ones that are short, or the first one that has a
   * word.
   *
   * @param word null for the first ones
   * @param most how many
   */
  List<ShownSentence> shown(SparkSession spark, String word, int most) throws IOException;

  /** The form of the records that tasks write. */
  default TileOutput.Form form() {
    return new TileOutput.Form(table().lists(), model() != null, stack().kept().get(0));
  }
}
