package io.corpusattention.job.train;

import io.corpusattention.corpus.files.RunLayout;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.job.run.TableTask;
import io.corpusattention.job.run.TaskOutput;
import io.corpusattention.learning.EpochFigures;
import io.corpusattention.learning.TrainingRecord;
import io.corpusattention.table.RejectedTableSchema;
import io.corpusattention.table.TableSchema;
import io.corpusattention.table.TableWrite;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The tables of train: the learning curve, and the rejected records. */
final class TrainTables {
  /** The indexes of the tables in a write. */
  static final int CURVE = 0;

  static final int REJECTED = 1;

  private TrainTables() {}

  /** Returns the table schemas with a footer that describes them. */
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
        new TableSchema(RunLayout.CURVE, curve, new StructType(), footer),
        RejectedTableSchema.of(id));
  }

  /** The task of each shard. Writes its rejected records; the first task also writes the curve. */
  static final class Task extends TableTask<TrainingRecord, Long> {
    private static final long serialVersionUID = 1;
    private final List<EpochFigures> curve;

    Task(TableWrite.Target target, List<EpochFigures> curve) {
      super(target, REJECTED, false);
      this.curve = List.copyOf(curve);
    }

    @Override
    protected Work<TrainingRecord, Long> begin(TaskContext task, TaskOutput output)
        throws IOException {
      if (task.partitionId() == 0) {
        for (EpochFigures figures : curve) {
          output.file(CURVE).endRow(row(figures));
        }
      }
      return new Work<>() {
        private long count;

        @Override
        public void take(TrainingRecord record) throws IOException {
          output.reject(record.id(), record.rejection());
          count++;
        }

        @Override
        public Long result(long commitNanos) {
          return count;
        }
      };
    }

    private static RawRow row(EpochFigures figures) {
      return RawRow.of(
          figures.epoch(),
          figures.steps(),
          figures.learningRate(),
          figures.loss(),
          figures.accuracy(),
          figures.heldOutLoss(),
          figures.heldOutAccuracy(),
          figures.seconds(),
          figures.tokensPerSecond());
    }
  }
}
