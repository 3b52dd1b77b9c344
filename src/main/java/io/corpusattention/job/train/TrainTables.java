package io.corpusattention.job.train;

import io.corpusattention.job.run.TaskOutcome;
import io.corpusattention.learning.EpochFigures;
import io.corpusattention.learning.TrainingRecord;
import io.corpusattention.table.RejectedTableSchema;
import io.corpusattention.table.RunFolder;
import io.corpusattention.table.TableSchema;
import io.corpusattention.table.TableWrite;
import io.corpusattention.table.TaskTables;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/** The tables of train: the learning curve, and the records that were set aside. */
final class TrainTables {
  /** The tables of a write, in their order. */
  static final int CURVE = 0;

  static final int REJECTED = 1;

  private TrainTables() {}

  /** The tables, with a footer that explains them. */
  static List<TableSchema> schemas(DataType id, Map<String, String> footer) {
    StructType curve =
        new StructType()
            .add("epoch", DataTypes.IntegerType, false)
            .add("steps", DataTypes.LongType, false)
            .add("learning_rate", DataTypes.DoubleType, false)
            .add("loss", DataTypes.DoubleType, false)
            .add("accuracy", DataTypes.DoubleType, false)
            .add("held_out_loss", DataTypes.DoubleType, true)
            .add("held_out_accuracy", DataTypes.DoubleType, true)
            .add("seconds", DataTypes.DoubleType, false)
            .add("tokens_per_second", DataTypes.DoubleType, false);
    return List.of(
        new TableSchema(RunFolder.CURVE, curve, new StructType(), footer),
        RejectedTableSchema.of(id));
  }

  /** The task of each shard: its rejected records, and in the first the curve. */
  static final class Task
      extends AbstractFunction2<TaskContext, Iterator<TrainingRecord>, TaskOutcome<Long>>
      implements Serializable {
    private static final long serialVersionUID = 1;
    private final TableWrite.Target target;
    private final List<EpochFigures> curve;

    Task(TableWrite.Target target, List<EpochFigures> curve) {
      this.target = target;
      this.curve = List.copyOf(curve);
    }

    @Override
    public TaskOutcome<Long> apply(TaskContext task, Iterator<TrainingRecord> rejected) {
      try {
        TaskTables tables = new TaskTables(target, task);
        boolean committed = false;
        try {
          if (task.partitionId() == 0) {
            for (EpochFigures figures : curve) {
              tables.file(CURVE).endRow(row(figures));
            }
          }
          long count = 0;
          while (rejected.hasNext()) {
            TrainingRecord record = rejected.next();
            tables.file(REJECTED).endRow(RejectedTableSchema.row(record.id(), record.rejection()));
            count++;
          }
          TaskOutcome<Long> outcome = TaskOutcome.done(tables.commit(), count);
          committed = true;
          return outcome;
        } finally {
          if (!committed) {
            tables.abort();
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static GenericInternalRow row(EpochFigures figures) {
      return new GenericInternalRow(
          new Object[] {
            figures.epoch(),
            figures.steps(),
            figures.learningRate(),
            figures.loss(),
            figures.accuracy(),
            figures.heldOutLoss(),
            figures.heldOutAccuracy(),
            figures.seconds(),
            figures.tokensPerSecond()
          });
    }
  }
}
