package io.corpusattention.job.attend;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionShape;
import io.corpusattention.corpus.CorpusPreview.Lengths;
import io.corpusattention.corpus.files.InputFiles;
import io.corpusattention.encoder.EncoderStack;
import io.corpusattention.job.run.AttentionInput;
import io.corpusattention.job.run.JobRun;
import io.corpusattention.job.run.Progress;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.SparkSession;

/** Embedded sentences as rows, for one layer or for a whole model. */
public sealed interface RowsInput extends AttendInput permits LayerInput, EmbeddedInput {
  /** Returns the sentences and the plan that computes attention over them. */
  AttentionInput input();

  @Override
  default EncoderStack stack() {
    return input().plan().stack();
  }

  @Override
  default AttentionConfig config() {
    return input().plan().config();
  }

  @Override
  default AttentionShape shape() {
    return input().plan().shape();
  }

  @Override
  default InputFiles inputFiles() {
    return input().corpus().inputFiles();
  }

  @Override
  default OptionalLong records() {
    return input().corpus().files().records();
  }

  @Override
  default List<Lengths> lengths(SparkSession spark) {
    return input().preview().lengths(shape());
  }

  @Override
  default int countQueries(Lengths lengths) {
    return input().plan().countQueries(lengths.tokens(), lengths.queries());
  }

  @Override
  default AttendTally attend(
      SparkSession spark, JobRun.Tasks tasks, AttendSettings settings, Progress.Display display) {
    return AttendTask.run(spark, input(), form(), tasks, settings.records(), display);
  }
}
