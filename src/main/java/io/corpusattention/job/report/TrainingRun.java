package io.corpusattention.job.report;

import static org.apache.spark.sql.functions.col;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.FinishedRun;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.OutsideFailure;
import io.corpusattention.corpus.files.RootCause;
import io.corpusattention.corpus.files.RunLayout;
import io.corpusattention.report.LearningCurve;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Reads the learning curve from a run folder of train. */
final class TrainingRun {
  private static final StructType COLUMNS =
      new StructType()
          .add("epoch", DataTypes.IntegerType)
          .add("steps", DataTypes.LongType)
          .add("learning_rate", DataTypes.DoubleType)
          .add("loss", DataTypes.DoubleType)
          .add("accuracy", DataTypes.DoubleType)
          .add("held_out_loss", DataTypes.DoubleType)
          .add("held_out_accuracy", DataTypes.DoubleType);

  private TrainingRun() {}

  /**
   * Reads the learning curve.
   *
   * @throws BadSettingException if the folder is not from a finished train run
   */
  static LearningCurve curve(SparkSession spark, String folder) {
    Given label = Setting.TRAINING.of(folder);
    Configuration conf = HadoopPaths.conf(spark);
    Path path = HadoopPaths.path(Setting.TRAINING, folder);
    HadoopPaths.fileSystem(Setting.TRAINING, path, conf);
    try {
      FinishedRun run = FinishedRun.open(label, "train", path, conf);
      String[] table =
          run.table(RunLayout.CURVE).files().stream().map(Path::toString).toArray(String[]::new);
      JsonNode objective = run.manifest().at("/configuration/objective");
      List<LearningCurve.Epoch> epochs =
          rows(spark, label, table).stream().map(TrainingRun::epoch).toList();
      if (epochs.isEmpty()) {
        throw unfit(label, "it has no epochs", null);
      }
      return new LearningCurve(
          source(folder, objective.isTextual() ? objective.asText() : null, epochs),
          ofMean(run, "loss"),
          ofMean(run, "accuracy"),
          epochs);
    } catch (IOException e) {
      throw unfit(label, RootCause.of(e), e);
    }
  }

  /** Returns a path inside the table of the curve. */
  static Path file(String folder) {
    return new Path(new Path(folder, RunLayout.CURVE), "part");
  }

  /** Returns a figure of the mean-embedding baseline; null if the run did not measure it. */
  private static Double ofMean(FinishedRun run, String figure) {
    JsonNode found =
        run.manifest().path("figures").path("held_out_" + figure + "_of_mean_embedding");
    return found.isNumber() ? found.asDouble() : null;
  }

  private static List<Row> rows(SparkSession spark, Given label, String... table) {
    Dataset<Row> found;
    try {
      found = spark.read().parquet(table);
    } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
      throw unfit(label, RootCause.of(e), e);
    }
    List<String> names = Arrays.asList(found.columns());
    for (String name : COLUMNS.fieldNames()) {
      if (!names.contains(name)) {
        throw unfit(label, "there is no column " + name, null);
      }
    }
    try {
      return found
          .select(
              Arrays.stream(COLUMNS.fields())
                  .map(column -> col(column.name()).cast(column.dataType()))
                  .toArray(Column[]::new))
          .where("epoch is not null and steps is not null")
          .orderBy("epoch")
          .collectAsList();
    } catch (Exception e) {
      throw unfit(label, RootCause.of(e), e);
    }
  }

  private static LearningCurve.Epoch epoch(Row row) {
    return new LearningCurve.Epoch(
        row.getInt(0),
        row.getLong(1),
        row.getAs(2),
        row.getAs(3),
        row.getAs(4),
        row.getAs(5),
        row.getAs(6));
  }

  private static String source(String folder, String objective, List<LearningCurve.Epoch> epochs) {
    long steps = epochs.get(epochs.size() - 1).steps();
    return String.format(
        Locale.ROOT,
        "From the training in %s%s: %,d %s, %,d %s.",
        folder,
        objective == null ? "" : ", with the objective " + objective,
        epochs.size(),
        epochs.size() == 1 ? "epoch" : "epochs",
        steps,
        steps == 1 ? "step" : "steps");
  }

  private static RuntimeException unfit(Given label, String why, Exception cause) {
    return OutsideFailure.or(
        cause,
        () ->
            label
                .bad(
                    "its table "
                        + RunLayout.CURVE
                        + " is not what jobs/train writes: "
                        + why
                        + "; run jobs/train again with ",
                    Setting.MODE,
                    " overwrite")
                .causedBy(cause));
  }
}
