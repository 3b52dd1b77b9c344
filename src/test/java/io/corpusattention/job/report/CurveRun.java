package io.corpusattention.job.report;

import io.corpusattention.job.run.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;

/** Writes the learning curve of a training as train does: a table, run.json and _SUCCESS. */
final class CurveRun {
  private static final StructType SCHEMA =
      new StructType()
          .add("epoch", "int")
          .add("steps", "long")
          .add("learning_rate", "double")
          .add("loss", "double")
          .add("accuracy", "double")
          .add("held_out_loss", "double")
          .add("held_out_accuracy", "double")
          .add("seconds", "double")
          .add("tokens_per_second", "double");

  private CurveRun() {}

  /** Returns the training loss of an epoch, from 1. */
  static double loss(int epoch) {
    return 0.4 + 2.0 / epoch;
  }

  /** Returns the held-out loss, which is lowest in epoch 6. */
  static double heldOutLoss(int epoch) {
    return 0.7 + 0.03 * Math.abs(epoch - 6);
  }

  /** Returns epochs 1, 2, ..., count. */
  static List<Row> epochs(int count, boolean heldOut) {
    List<Row> rows = new ArrayList<>();
    for (int epoch = 1; epoch <= count; epoch++) {
      rows.add(
          RowFactory.create(
              epoch,
              40L * epoch,
              0.01,
              loss(epoch),
              1 - loss(epoch) / 4,
              heldOut ? heldOutLoss(epoch) : null,
              heldOut ? 1 - heldOutLoss(epoch) / 4 : null,
              1.5,
              1e5));
    }
    return rows;
  }

  /** Writes a finished run whose rows are in the wrong order, in several files. */
  static String write(Path folder, List<Row> rows) throws IOException {
    List<Row> reversed = new ArrayList<>(rows);
    Collections.reverse(reversed);
    SharedSpark.session()
        .createDataFrame(reversed, SCHEMA)
        .repartition(3)
        .write()
        .parquet(folder.resolve("curve").toString());
    Files.writeString(
        folder.resolve("run.json"),
        "{\"job\": \"train\", \"configuration\": {\"objective\": \"masked\"}}");
    Files.writeString(folder.resolve("_SUCCESS"), "");
    return folder.toString();
  }
}
