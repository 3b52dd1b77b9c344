package io.corpusattention.job.run;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.parquet.hadoop.ParquetOutputCommitter;

/** A committer whose storage does not answer at the last step. */
public final class StuckCommitter extends ParquetOutputCommitter {
  static final String SAID = "the store does not answer";

  /** The constructor that Spark calls. */
  public StuckCommitter(Path output, TaskAttemptContext context) throws IOException {
    super(output, context);
  }

  @Override
  public void commitJob(JobContext context) throws IOException {
    System.err.println(SAID);
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }
}
