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
 * Writes the tiles of a task to the attention table and its hidden states to theirs, sets sentences
 * aside that have none, and counts. What is kept of a sentence is its record: the values of all
 * columns that are no lists of numbers, those of the tile left open at its end.
 */
public final class TileOutput implements BatchLoop.Sink<Object[]> {
  /**
   * What all tasks of a write have in common.
   *
   * @param lists columns of numbers
   * @param layers whether a record has a layer
   * @param firstLayer the first that is written
   * @param truncatedAt the value of a record that says whether its text was cut; -1 for none
   * @param attention whether there is an attention table; it is the first
   * @param hidden whether there is a table of hidden states; the rejected records come after it
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

    /** The table of rejected records, among those of the write. */
    int rejectedTable() {
      return hiddenTable() + (hidden ? 1 : 0);
    }

    /** How many values a record has that belong to the tile. */
    int open() {
      return layers ? 4 : 3;
    }

    /** Whether a tile is the first of its sentence. */
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

  /** The output of a task; the first makes files of both tables even if they have no row. */
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

  /** Counts a sentence with the first that is written of it. */
  private void count(Object[] record, int numTokens) {
    written++;
    if (form.truncatedAt() >= 0 && Boolean.TRUE.equals(record[form.truncatedAt()])) {
      truncated++;
    }
    tokens += numTokens;
  }

  /** Sentences of which something is written. */
  long written() {
    return written;
  }

  /** Another sentence, or what is none, has been read. */
  void read() {
    read++;
  }

  @Override
  public void reject(Object[] record, Rejection rejection) throws IOException {
    rejectId(record[0], rejection);
  }

  /** Sets aside what is no sentence, by its id. */
  void rejectId(Object id, Rejection rejection) throws IOException {
    output.reject(id, rejection);
  }

  @Override
  public void batchDone(int sentences, long batchTokens) {
    done.add(sentences, batchTokens);
  }

  /**
   * All has been read and computed.
   *
   * @param computeNanos what the batches took, with the writing of their tiles
   * @param ofProjection of that, the products with W_q, W_k and W_v
   */
  void end(long computeNanos, long ofProjection) {
    readNanos = System.nanoTime() - start - computeNanos;
    projectionNanos = ofProjection;
    attentionNanos = computeNanos - ofProjection - writeNanos;
  }

  /**
   * What the task has come to.
   *
   * @param emptyLines of a text, passed over
   * @param unknown tokens of a text that the tokenizer does not know
   */
  AttendTally tally(long emptyLines, long unknown, long commitNanos) {
    return new AttendTally(
        new Counts(read, written, rows, tokens, output.reasons()),
        new TextTally(emptyLines, truncated, unknown),
        new StageTimes(readNanos, projectionNanos, attentionNanos, writeNanos + commitNanos),
        new TreeSet<>(Set.of(Kernels.get().name())));
  }
}
