package io.corpusattention.table;

import io.corpusattention.attention.AttentionTile;
import io.corpusattention.corpus.Rejection;
import java.io.IOException;
import java.util.Map;
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
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;
import org.apache.spark.internal.io.FileNameSpec;
import org.apache.spark.internal.io.SparkHadoopWriterUtils;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Option;

/**
 * The executor's side of one write: the attention file and the file of rejected records of a task
 * attempt. A file is made when its first row comes; partition 0 always makes an attention file, so
 * that an empty table has its schema.
 */
public final class TaskTables {
  private static final Logger LOG = LoggerFactory.getLogger(TaskTables.class);

  private final TableWrite.Target target;
  private final FileCommitProtocol protocol;
  private final TaskAttemptContext attempt;
  private ParquetTableFile attention;
  private ParquetTableFile rejected;

  /** Sets the attempt up. */
  public TaskTables(TableWrite.Target target, TaskContext task) throws IOException {
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
    if (task.partitionId() == 0) {
      attention = openAttention();
    }
  }

  /**
   * Writes one row of the attention table.
   *
   * @param record the columns of {@link AttentionTableSchema#records}
   */
  public void write(InternalRow record, AttentionTile tile) throws IOException {
    if (attention == null) {
      attention = openAttention();
    }
    StructType lists = target.attention().lists();
    for (int i = 0; i < lists.length(); i++) {
      ListColumn column = attention.list(i);
      switch (lists.apply(i).name()) {
        case AttentionTableSchema.ATTENTION -> column.add(tile.attention(), tile.attentionCount());
        case AttentionTableSchema.ATTENTION_KEYS -> column.add(tile.keys(), tile.topCount());
        case AttentionTableSchema.ATTENTION_WEIGHTS -> column.add(tile.weights(), tile.topCount());
        case AttentionTableSchema.KEPT_MASS -> column.add(tile.keptMass(), tile.keptMassCount());
        case AttentionTableSchema.CONTEXT -> column.add(tile.context(), tile.contextCount());
        case AttentionTableSchema.ATTENTION_RECEIVED ->
            column.add(tile.received(), tile.numTokens());
        default -> throw new IllegalStateException("column " + lists.apply(i));
      }
    }
    attention.endRow(record);
  }

  /** Writes one row of the table of rejected records; its id may be null. */
  public void reject(Object id, Rejection rejection) throws IOException {
    if (rejected == null) {
      rejected = open(RunFolder.REJECTED, target.rejected(), new StructType(), Map.of());
    }
    rejected.endRow(
        new GenericInternalRow(
            new Object[] {
              id,
              UTF8String.fromString(rejection.reason().label()),
              UTF8String.fromString(rejection.detail())
            }));
  }

  private ParquetTableFile openAttention() throws IOException {
    AttentionTableSchema schema = target.attention();
    return open(RunFolder.ATTENTION, schema.records(), schema.lists(), target.metadata());
  }

  private ParquetTableFile open(
      String folder, StructType records, StructType lists, Map<String, String> metadata)
      throws IOException {
    FileNameSpec name = new FileNameSpec("", target.codec().getExtension() + ".parquet");
    Path path = new Path(protocol.newTaskTempFile(attempt, Option.apply(folder), name));
    Configuration conf = attempt.getConfiguration();
    path.getFileSystem(conf).setWriteChecksum(false); // see RunFolder; this may be another machine
    return new ParquetTableFile(path, records, lists, metadata, target.codec(), conf);
  }

  /** Completes the files and commits the attempt. */
  public TaskCommitMessage commit() throws IOException {
    for (ParquetTableFile file : new ParquetTableFile[] {attention, rejected}) {
      if (file != null) {
        file.finish();
        file.close();
      }
    }
    return protocol.commitTask(attempt);
  }

  /** Drops the files and aborts the attempt. */
  public void abort() {
    for (ParquetTableFile file : new ParquetTableFile[] {attention, rejected}) {
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
      // The file is deleted next; what counts is why the attempt is aborted, and that is known.
      LOG.debug("An unfinished file could not be closed", incomplete);
    }
  }
}
