package io.corpusattention.table;

import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.table.run.RunFolder;
import io.corpusattention.table.run.TableFile;
import java.io.IOException;
import java.io.Serializable;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.internal.io.FileCommitProtocol;
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;
import org.apache.spark.internal.io.SparkHadoopWriterUtils;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.execution.datasources.parquet.ParquetFileFormat;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.util.SerializableConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.collection.immutable.Map$;
import scala.jdk.javaapi.CollectionConverters;

/**
 * The driver side of a write. Sets up Spark's commit protocol the way Spark's own writer does, and
 * commits or aborts the output of the tasks.
 */
public final class TableWrite {
  private static final Logger LOG = LoggerFactory.getLogger(TableWrite.class);

  private final RunFolder folder;
  private final Job job;
  private final FileCommitProtocol protocol;
  private final Target target;

  /**
   * Everything that a task needs to write its files. It is sent to the executors.
   *
   * @param jobTracker names the write in task attempt ids
   * @param tables the tables; the first one gets a file even if it has no rows
   */
  public record Target(
      FileCommitProtocol protocol,
      String jobTracker,
      Broadcast<SerializableConfiguration> conf,
      List<TableSchema> tables,
      CompressionCodecName codec)
      implements Serializable {}

  private TableWrite(RunFolder folder, Job job, FileCommitProtocol protocol, Target target) {
    this.folder = folder;
    this.job = job;
    this.protocol = protocol;
    this.target = target;
  }

  /** Prepares and starts a write to a run folder. */
  @SuppressWarnings("JavaUtilDate") // Spark's API takes a Date
  public static TableWrite start(
      SparkSession spark, RunFolder folder, List<TableSchema> tables, Compression compression)
      throws IOException {
    Job job = Job.getInstance(HadoopPaths.conf(spark));
    job.setOutputKeyClass(Void.class);
    FileOutputFormat.setOutputPath(job, new Path(folder.tables().toUri()));
    // Chooses the committer that this Spark is configured for.
    new ParquetFileFormat().prepareWrite(spark, job, Map$.MODULE$.empty(), tables.get(0).all());
    // INT96, Spark's default for timestamps, counts nanoseconds and overflows. Other readers warn
    // about it.
    job.getConfiguration().set(SQLConf.PARQUET_OUTPUT_TIMESTAMP_TYPE().key(), "TIMESTAMP_MICROS");
    job.getConfiguration().setBoolean(SQLConf.PARQUET_WRITE_LEGACY_FORMAT().key(), false);
    String id = UUID.randomUUID().toString();
    job.getConfiguration().set("spark.sql.sources.writeJobUUID", id);
    // The run folder marks success itself, as its last step. Version 2 would put files in place
    // before the job is complete.
    job.getConfiguration().setInt("mapreduce.fileoutputcommitter.algorithm.version", 1);
    job.getConfiguration().setBoolean("mapreduce.fileoutputcommitter.marksuccessfuljobs", false);
    // A run that lost its folder must not abort the uploads of the run that now owns it.
    job.getConfiguration().setBoolean("fs.s3a.committer.abort.pending.uploads", false);
    FileCommitProtocol protocol =
        FileCommitProtocol.instantiate(
            spark.sessionState().conf().fileCommitProtocolClass(),
            id,
            folder.tables().toString(),
            false);
    protocol.setupJob(job);
    Target target =
        new Target(
            protocol,
            SparkHadoopWriterUtils.createJobTrackerID(new Date()),
            SerializableConfiguration.broadcast(spark.sparkContext(), job.getConfiguration()),
            List.copyOf(tables),
            compression.codec());
    return new TableWrite(folder, job, protocol, target);
  }

  public Target target() {
    return target;
  }

  /** Tells the protocol that a task committed. Call it once for each partition. */
  public void taskCommitted(TaskCommit task) {
    protocol.onTaskCommit(task.message());
  }

  /**
   * Moves the tasks' files to the run folder's {@link RunFolder#tables} and checks them.
   *
   * @throws IOException if a file is missing or unexpected, or does not have the number of rows
   *     that its task reported
   */
  public void commit(List<TaskCommit> tasks) throws IOException {
    folder.requireOwned();
    List<TableFile> files = tasks.stream().flatMap(task -> task.files().stream()).toList();
    folder.add(files); // some may be in place if the commit fails halfway
    List<TaskCommitMessage> messages = tasks.stream().map(TaskCommit::message).toList();
    protocol.commitJob(job, CollectionConverters.asScala(messages).toSeq());
    WrittenFiles.require(folder, files, job.getConfiguration());
    forgetConf();
  }

  /**
   * Removes the output of the tasks. Does not throw, because the reason why the write failed
   * matters more.
   */
  public void abort() {
    try {
      protocol.abortJob(job);
    } catch (Exception e) { // Scala does not declare the exceptions that it throws
      LOG.debug("The write could not be aborted", e);
    }
    forgetConf();
  }

  private void forgetConf() {
    try {
      target.conf().destroy();
    } catch (RuntimeException e) {
      LOG.debug("Spark has ended already", e);
    }
  }
}
