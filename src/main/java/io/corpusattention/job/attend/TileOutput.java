package io.corpusattention.job.attend;

import io.corpusattention.attention.AttentionTile;
import io.corpusattention.corpus.BatchLoop;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.job.run.Counts;
import io.corpusattention.job.run.Progress;
import io.corpusattention.job.run.TaskOutput;
import io.corpusattention.math.Kernels;
import io.corpusattention.table.AttentionTableSchema;
import io.corpusattention.table.ParquetTableFile;
import java.io.IOException;
import java.io.Serializable;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.types.StructType;

/**
 * Writes the tiles of a task to the attention table and the hidden states to their table, sets
 * aside sentences that have no result, and counts. What it holds for a sentence is its record: the
 * values of all columns except the lists of numbers. The values that belong to a tile come last and
 * are left open.
 */
public final class TileOutput implements BatchLoop.Sink<Object[]> {
  /**
   * The settings that all tasks of a write share.
   *
   * @param lists the columns with lists of numbers
   * @param layers whether a record has a layer column
   * @param firstLayer the first layer that is written
   * @param truncatedAt index of the value in a record that says whether its text was truncated; -1
   *     for none
   * @param attention whether there is an attention table, which is then the first table
   * @param hidden whether there is a table of hidden states; the table of rejected records follows
   *     it
   */
  public record Form(
      StructType lists,
      boolean layers,
      int firstLayer,
      int truncatedAt,
      boolean attention,
      boolean hidden)
      implements Serializable {
    private int hiddenTable() {
      return attention ? 1 : 0;
    }

    /** Returns the index of the table of rejected records in the write. */
    int rejectedTable() {
      return hiddenTable() + (hidden ? 1 : 0);
    }

    /** Returns the number of values in a record that belong to the tile. */
    int open() {
      return layers ? 4 : 3;
    }

    /** Returns whether a tile is the first of its sentence. */
    private boolean isFirst(AttentionTile tile) {
      return tile.queryStart() == 0 && tile.layer() == firstLayer;
    }
  }

  private final Form form;
  private final TaskOutput output;
  private final Progress.Counter done;
  private final long start = System.nanoTime();
  private long read;
  private long written;
  private long rows;
  private long tokens;
  private long truncated;
  private long readNanos;
  private long projectionNanos;
  private long attentionNanos;
  private long writeNanos;

  /**
   * Creates the output of a task. The first task creates files for both tables even without rows.
   */
  static TileOutput of(Form form, TaskContext task, TaskOutput output, Progress.Counter done)
      throws IOException {
    if (form.hidden() && task.partitionId() == 0) {
      output.file(form.hiddenTable());
    }
    return new TileOutput(form, output, done);
  }

  private TileOutput(Form form, TaskOutput output, Progress.Counter done) {
    this.form = form;
    this.output = output;
    this.done = done;
  }

  @Override
  public void accept(Object[] record, AttentionTile tile) throws IOException {
    int at = record.length - form.open();
    if (form.layers()) {
      record[at++] = tile.layer();
    }
    record[at++] = tile.numTokens();
    record[at++] = tile.queryStart();
    record[at] = tile.numQueries();
    long begin = System.nanoTime();
    ParquetTableFile file = output.file(0);
    AttentionTableSchema.write(file, form.lists(), RawRow.of(record), tile);
    writeNanos += System.nanoTime() - begin;
    rows++;
    if (form.isFirst(tile)) {
      count(record, tile.numTokens());
    }
  }

  @Override
  public void hidden(Object[] record, int numTokens, float[] values, int count) throws IOException {
    long begin = System.nanoTime();
    ParquetTableFile file = output.file(form.hiddenTable());
    file.list(0).add(values, count);
    file.endRow(RawRow.of(Arrays.copyOf(record, record.length - form.open())));
    writeNanos += System.nanoTime() - begin;
    if (!form.attention()) {
      rows++;
      count(record, numTokens);
    }
  }

  /** Counts a sentence when its first row is written. */
  private void count(Object[] record, int numTokens) {
    written++;
    if (form.truncatedAt() >= 0 && Boolean.TRUE.equals(record[form.truncatedAt()])) {
      truncated++;
    }
    tokens += numTokens;
  }

  /** Returns the number of sentences of which at least one row was written. */
  long written() {
    return written;
  }

  /** Counts a sentence or a bad record that was read. */
  void read() {
    read++;
  }

  @Override
  public void reject(Object[] record, Rejection rejection) throws IOException {
    rejectId(record[0], rejection);
  }

  /** Sets aside a bad record by its id. */
  void rejectId(Object id, Rejection rejection) throws IOException {
    output.reject(id, rejection);
  }

  @Override
  public void batchDone(int sentences, long batchTokens) {
    done.add(sentences, batchTokens);
  }

  /**
   * Sets the times after everything was read and computed.
   *
   * @param computeNanos time of the batches, including the writing of their tiles
   * @param ofProjection the part of it for the products with W_q, W_k and W_v
   */
  void end(long computeNanos, long ofProjection) {
    readNanos = System.nanoTime() - start - computeNanos;
    projectionNanos = ofProjection;
    attentionNanos = computeNanos - ofProjection - writeNanos;
  }

  /**
   * Returns the tally of the task.
   *
   * @param emptyLines number of empty lines in a text, which are skipped
   * @param unknown number of tokens in a text that the tokenizer does not know
   */
  AttendTally tally(long emptyLines, long unknown, long commitNanos) {
    return new AttendTally(
        new Counts(read, written, rows, tokens, output.reasons()),
        new TextTally(emptyLines, truncated, unknown),
        new StageTimes(readNanos, projectionNanos, attentionNanos, writeNanos + commitNanos),
        new TreeSet<>(Set.of(Kernels.get().name())));
  }
}
