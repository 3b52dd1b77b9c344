package io.corpusattention.table;

import io.corpusattention.table.run.TableFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.JobID;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.TaskAttemptID;
import org.apache.hadoop.mapreduce.TaskID;
import org.apache.hadoop.mapreduce.TaskType;
import org.apache.hadoop.mapreduce.task.TaskAttemptContextImpl;
import org.apache.spark.TaskContext;
import org.apache.spark.internal.io.FileCommitProtocol;
import org.apache.spark.internal.io.FileNameSpec;
import org.apache.spark.internal.io.SparkHadoopWriterUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * The executor side of a write: one file of each table for a task attempt. A file is created when
 * its first row arrives. Partition 0 always creates a file of the first table, so that an empty
 * table still has its schema.
 */
public final class TaskTables {
  private static final Logger LOG = LoggerFactory.getLogger(TaskTables.class);

  private final TableWrite.Target target;
  private final FileCommitProtocol protocol;
  private final TaskAttemptContext attempt;
  private final ParquetTableFile[] files; // null if no row has arrived

  /** Sets up the attempt, and in partition 0 also creates the first table's file. */
  public TaskTables(TableWrite.Target target, TaskContext task) throws IOException {
    this(target, task, task.partitionId() == 0);
  }

  /**
   * Sets up the attempt.
   *
   * @param makeFirst whether to create the first table's file even if no row arrives
   */
  public TaskTables(TableWrite.Target target, TaskContext task, boolean makeFirst)
      throws IOException {
    this.target = target;
    this.protocol = target.protocol();
    Configuration conf = new Configuration(target.conf().value().value());
    JobID job = SparkHadoopWriterUtils.createJobID(target.jobTracker(), task.stageId());
    TaskID taskId = new TaskID(job, TaskType.MAP, task.partitionId());
    TaskAttemptID attemptId =
        new TaskAttemptID(taskId, (int) task.taskAttemptId() & Integer.MAX_VALUE);
    conf.set("mapreduce.job.id", job.toString());
    conf.set("mapreduce.task.id", taskId.toString());
    conf.set("mapreduce.task.attempt.id", attemptId.toString());
    conf.setBoolean("mapreduce.task.ismap", true);
    conf.setInt("mapreduce.task.partition", 0);
    this.attempt = new TaskAttemptContextImpl(conf, attemptId);
    protocol.setupTask(attempt);
    this.files = new ParquetTableFile[target.tables().size()];
    if (makeFirst) {
      file(0);
    }
  }

  /** Returns the task's file of a table, given the table's index in {@link TableWrite#start}. */
  public ParquetTableFile file(int table) throws IOException {
    if (files[table] == null) {
      files[table] = open(target.tables().get(table));
    }
    return files[table];
  }

  private ParquetTableFile open(TableSchema table) throws IOException {
    FileNameSpec name = new FileNameSpec("", target.codec().getExtension() + ".parquet");
    Path path = new Path(protocol.newTaskTempFile(attempt, Option.apply(table.folder()), name));
    Configuration conf = attempt.getConfiguration();
    path.getFileSystem(conf).setWriteChecksum(false); // see RunFolder, maybe on another host
    return new ParquetTableFile(path, table, target.codec(), conf);
  }

  /** Completes the files and commits the attempt. */
  public TaskCommit commit() throws IOException {
    List<TableFile> finished = new ArrayList<>();
    for (ParquetTableFile file : files) {
      if (file != null) {
        finished.add(file.finish());
        file.close();
      }
    }
    return new TaskCommit(protocol.commitTask(attempt), finished);
  }

  /** Drops the files and aborts the attempt. */
  public void abort() {
    for (ParquetTableFile file : files) {
      if (file != null) {
        closeQuietly(file);
      }
    }
    protocol.abortTask(attempt);
  }

  private static void closeQuietly(ParquetTableFile file) {
    try {
      file.close();
    } catch (IOException | RuntimeException incomplete) {
      // The file is deleted next, and the reason for the abort is already known.
      LOG.debug("An unfinished file could not be closed", incomplete);
    }
  }
}
