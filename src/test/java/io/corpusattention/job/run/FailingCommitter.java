package io.corpusattention.job.run;

import java.io.IOException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.parquet.hadoop.ParquetOutputCommitter;

/** A committer whose storage fails at the last step. */
public final class FailingCommitter extends ParquetOutputCommitter {
  static final String REASON = "the store has gone away";

  /** The constructor that Spark calls. */
  public FailingCommitter(Path output, TaskAttemptContext context) throws IOException {
    super(output, context);
  }

  @Override
  public void commitJob(JobContext context) throws IOException {
    throw new IOException(REASON);
  }
}
