package io.corpusattention.job.run;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.corpus.ReadFailure;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.InputFiles;
import io.corpusattention.corpus.files.OutsideFailure;
import io.corpusattention.corpus.files.RootCause;
import io.corpusattention.table.TableSchema;
import io.corpusattention.table.TableWrite;
import io.corpusattention.table.TaskCommit;
import io.corpusattention.table.run.RunFolder;
import java.io.IOException;
import java.io.Serializable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.fs.Path;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.SparkSession;

/**
 * One run of a job that writes a run folder. Opens the folder, runs the tasks that write its
 * tables, and commits everything or leaves nothing.
 */
public final class JobRun implements AutoCloseable {
  private final SparkSession spark;
  private final String job;
  private final OutputSettings output;
  private final InputFiles input;
  private final RunFolder folder;
  private final Instant started = Instant.now();
  private final long start = System.nanoTime();

  private JobRun(
      SparkSession spark, String job, OutputSettings output, InputFiles input, RunFolder folder) {
    this.spark = spark;
    this.job = job;
    this.output = output;
    this.input = input;
    this.folder = folder;
  }

  /**
   * Checks whether a run can use its output folder. Changes nothing in the folder.
   *
   * @param input the files of the input
   * @param others other files that the run would read
   * @throws BadSettingException if the folder is in use
   */
  public static void check(
      SparkSession spark, OutputSettings output, InputFiles input, Path... others) {
    RunFolder.check(output.folder(), output.mode(), read(input, others), HadoopPaths.conf(spark));
  }

  private static List<Path> read(InputFiles input, Path... others) {
    List<Path> read = new ArrayList<>(input.paths());
    read.addAll(Arrays.asList(others));
    return read;
  }

  /**
   * Takes ownership of the run folder until this run is closed.
   *
   * @param input the files of the input
   * @param others other files that the run reads
   * @throws BadSettingException if the folder is in use or cannot be written
   */
  public static JobRun open(
      SparkSession spark, String job, OutputSettings output, InputFiles input, Path... others) {
    RunFolder folder =
        RunFolder.own(output.folder(), output.mode(), read(input, others), HadoopPaths.conf(spark));
    return new JobRun(spark, job, output, input, folder);
  }

  /** Returns the run folder. */
  public RunFolder folder() {
    return folder;
  }

  /** Returns the name of the job. */
  public String job() {
    return job;
  }

  /** Returns the files of the input. */
  public InputFiles input() {
    return input;
  }

  public Instant started() {
    return started;
  }

  /** Returns the seconds since the run was opened. */
  public double seconds() {
    return (System.nanoTime() - start) / 1e9;
  }

  /**
   * The outcome of a run after its tasks are done.
   *
   * @param result for the caller of the job
   * @param manifest the content of run.json
   * @param files other files to write to the run folder, by name
   */
  public record Done<R>(
      R result, Map<String, Object> manifest, Map<String, RunFolder.Content> files) {
    public Done(R result, Map<String, Object> manifest) {
      this(result, manifest, Map.of());
    }

    /** Returns a copy with one more file. */
    public Done<R> with(String name, RunFolder.Content content) {
      Map<String, RunFolder.Content> more = new LinkedHashMap<>(files);
      more.put(name, content);
      return new Done<>(result, manifest, more);
    }
  }

  /** The work of a run between the opening of its tables and their commit. */
  @FunctionalInterface
  public interface Work<R> {
    Done<R> run(Tasks tasks) throws IOException;
  }

  /** Runs tasks whose files are committed together. */
  public final class Tasks {
    private final TableWrite write;
    private final List<TaskCommit> messages = new ArrayList<>();

    private Tasks(TableWrite write) {
      this.write = write;
    }

    /**
     * Runs a task on each partition and waits for all tasks.
     *
     * @param rows supplies the rows; to do so, Spark may already read the whole source
     * @param source the source of the rows, for messages; null if nothing is read
     * @param task creates the task from the target that it writes its files to
     * @return the results, in the order of the partitions
     * @throws BadSettingException if a bad record stops the run or the source cannot be read
     */
    public <T, R extends Serializable> List<R> run(
        Supplier<RDD<T>> rows,
        CorpusSource source,
        Function<TableWrite.Target, TableTask<T, R>> task) {
      TableStage<R> stage = new TableStage<>(spark, job, write);
      try {
        List<R> results = stage.run(rows.get(), task.apply(write.target()));
        messages.addAll(stage.messages());
        return results;
      } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
        if (source == null && e instanceof RuntimeException unchecked) {
          throw unchecked;
        }
        throw source == null ? new IllegalStateException(e) : ReadFailure.of(source, e);
      }
    }
  }

  /**
   * Opens the tables, runs the work that writes them, and commits the run: first the tables, then
   * other files and run.json, and last the success marker.
   *
   * @throws BadSettingException if the folder cannot be written, or if the work throws one
   * @throws OutsideFailure if the commit fails; the folder is unchanged unless the message says
   *     otherwise
   */
  public <R> R write(List<TableSchema> tables, Work<R> work) throws IOException {
    TableWrite write = start(tables);
    boolean committed = false;
    try {
      Tasks tasks = new Tasks(write);
      Done<R> done = workedInOwnFolder(work, tasks);
      commit(write, tasks, done);
      committed = true;
      return done.result();
    } finally {
      if (!committed) {
        write.abort();
      }
    }
  }

  /** If another run has taken over the folder, reports that as the cause of any failure. */
  private <R> Done<R> workedInOwnFolder(Work<R> work, Tasks tasks) throws IOException {
    try {
      return work.run(tasks);
    } catch (IOException | RuntimeException e) {
      try {
        folder.requireOwned();
      } catch (OutsideFailure lost) {
        lost.addSuppressed(e);
        throw lost;
      } catch (IOException unknown) {
        e.addSuppressed(unknown);
      }
      throw e;
    }
  }

  private void commit(TableWrite write, Tasks tasks, Done<?> done) {
    try {
      write.commit(tasks.messages);
      for (Map.Entry<String, RunFolder.Content> file : done.files().entrySet()) {
        folder.write(file.getKey(), file.getValue());
      }
      folder.publish(new LinkedHashMap<>(done.manifest()));
    } catch (OutsideFailure e) {
      throw e;
    } catch (Exception e) { // the committer throws a checked exception that Scala does not declare
      if (!(e instanceof IOException) && ExceptionUtils.indexOfType(e, IOException.class) < 0) {
        throw e instanceof RuntimeException ours ? ours : new IllegalStateException(e);
      }
      throw new OutsideFailure(
          "the run in "
              + folder.path()
              + " cannot be committed: "
              + RootCause.of(e)
              + "; the folder holds what it held before",
          e);
    }
  }

  private TableWrite start(List<TableSchema> tables) {
    try {
      return TableWrite.start(spark, folder, tables, output.compression());
    } catch (IOException e) {
      throw OutsideFailure.or(e, output.given(), "cannot be written");
    }
  }

  /** Releases the run folder. */
  @Override
  public void close() throws IOException {
    folder.close();
  }
}
