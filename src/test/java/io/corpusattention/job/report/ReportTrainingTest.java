package io.corpusattention.job.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.cli.CommandRun;
import io.corpusattention.job.run.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Verifies that the learning curve of the page matches the training, and that other folders are
 * refused with a one-line message.
 */
class ReportTrainingTest {
  @TempDir private static Path shared;
  private static String table;

  @TempDir private Path temp;

  @BeforeAll
  static void attend() {
    table = shared.resolve("table").toString();
    CommandRun.succeed(
        "attend",
        "--input",
        "data-samples/sentences.parquet",
        "--weights",
        "data-samples/weights",
        "--limit",
        "5",
        "--output",
        table);
  }

  private JsonNode training(String run) throws IOException {
    Path file = temp.resolve("page.html");
    CommandRun shown =
        CommandRun.succeed(
            "report", "--input", table, "--training", run, "--output", file.toString());
    assertThat(shown.out()).contains("Training   learning curve of " + run);
    String text = Files.readString(file);
    String start = "id=\"data\">";
    int from = text.indexOf(start) + start.length();
    return new ObjectMapper()
        .readTree(text.substring(from, text.indexOf("</script>", from)))
        .get("training");
  }

  private void refuse(String run, String... words) {
    String output = temp.resolve("refused.html").toString();
    CommandRun.refuse(
        List.of("report", "--input", table, "--training", run, "--output", output), words);
    assertThat(Path.of(output)).doesNotExist();
  }

  @Test
  void epochsAreThoseOfTheTableInTheirOrder() throws IOException {
    JsonNode training = training(CurveRun.write(temp.resolve("run"), CurveRun.epochs(12, true)));
    assertThat(training.get("source").asText())
        .contains(temp.resolve("run").toString(), "objective masked", "12 epochs", "480 steps");
    JsonNode epochs = training.get("epochs");
    assertThat(epochs).hasSize(12);
    for (int epoch = 1; epoch <= 12; epoch++) {
      JsonNode entry = epochs.get(epoch - 1);
      assertThat(entry.get("epoch").asInt()).isEqualTo(epoch);
      assertThat(entry.get("steps").asLong()).isEqualTo(40L * epoch);
      ReportRuns.requireNumber(entry.get("learning_rate"), 0.01);
      ReportRuns.requireNumber(entry.get("loss"), CurveRun.loss(epoch));
      ReportRuns.requireNumber(entry.get("accuracy"), 1 - CurveRun.loss(epoch) / 4);
      ReportRuns.requireNumber(entry.get("held_out_loss"), CurveRun.heldOutLoss(epoch));
      ReportRuns.requireNumber(entry.get("held_out_accuracy"), 1 - CurveRun.heldOutLoss(epoch) / 4);
    }
  }

  @Test
  void theMeanOfTheOtherWordsStandsBesideTheCurve() throws IOException {
    Path run = temp.resolve("run");
    CurveRun.write(run, CurveRun.epochs(2, true));
    JsonNode without = training(run.toString());
    assertThat(without.get("baseline").isNull()).isTrue();
    assertThat(without.get("baseline_accuracy").isNull()).isTrue();
    Files.writeString(
        run.resolve("run.json"),
        "{\"job\": \"train\", \"figures\": {\"held_out_loss_of_mean_embedding\": 1.75,"
            + " \"held_out_accuracy_of_mean_embedding\": 0.25}}");
    Files.delete(temp.resolve("page.html"));
    JsonNode with = training(run.toString());
    assertThat(with.get("baseline").asDouble()).isEqualTo(1.75);
    assertThat(with.get("baseline_accuracy").asDouble()).isEqualTo(0.25);
  }

  @Test
  void whatWasNotMeasuredOrIsNoNumberIsNull() throws IOException {
    List<Row> rows = new ArrayList<>(CurveRun.epochs(1, false));
    rows.add(
        RowFactory.create(
            2, 80L, 0.01, Double.NaN, null, null, Double.POSITIVE_INFINITY, 1.5, 1e5));
    String run = CurveRun.write(temp.resolve("run"), rows);
    JsonNode epochs = training(run).get("epochs");
    assertThat(epochs.at("/0/loss").asDouble()).isEqualTo(CurveRun.loss(1));
    assertThat(epochs.at("/0/held_out_loss").isNull()).isTrue();
    for (String field : List.of("loss", "accuracy", "held_out_loss", "held_out_accuracy")) {
      assertThat(epochs.get(1).get(field).isNull()).as(field).isTrue();
    }
  }

  @Test
  void aFolderThatIsNoFinishedTrainingIsRefused() throws IOException {
    refuse(temp.resolve("nowhere").toString(), "--training", "nowhere", "jobs/train");
    refuse(
        table, "--training " + table, "another job than train", "give the folder that jobs/train");
    Path run = temp.resolve("run");
    CurveRun.write(run, CurveRun.epochs(2, true));
    Files.delete(run.resolve("_SUCCESS"));
    refuse(run.toString(), "did not finish", "run jobs/train again");
    String other = temp.resolve("other").toString();
    CurveRun.write(Path.of(other), List.of());
    refuse(other, "it has no epochs");
    Path lacking = temp.resolve("lacking");
    Files.createDirectory(lacking);
    Files.writeString(lacking.resolve("run.json"), "{\"job\": \"train\"}");
    Files.writeString(lacking.resolve("_SUCCESS"), "");
    SharedSpark.session().range(3).toDF("epoch").write().parquet(lacking + "/curve");
    refuse(lacking.toString(), "no column steps", "run jobs/train again");
    Path torn = temp.resolve("torn");
    Files.createDirectories(torn.resolve("curve"));
    Files.writeString(torn.resolve("run.json"), "{\"job\": \"train\"}");
    Files.writeString(torn.resolve("_SUCCESS"), "");
    Files.writeString(torn.resolve("curve/part-0.parquet"), "no Parquet at all");
    refuse(torn.toString(), "--training " + torn, "curve", "run jobs/train again");
  }

  @Test
  void theTableOfTheCurveHoldsNothingElse() throws IOException {
    String run = CurveRun.write(temp.resolve("run"), CurveRun.epochs(2, true));
    CommandRun.refuse(
        List.of(
            "report", "--input", table, "--training", run, "--output", run + "/curve/report.html"),
        "lies in the table's folder");
  }

  @Test
  void aPageWithoutATrainingHasNoCurve() throws IOException {
    Path file = temp.resolve("plain.html");
    CommandRun.succeed("report", "--input", table, "--output", file.toString());
    assertThat(Files.readString(file)).contains("\"training\":null");
    CommandRun.refuse(
        List.of("report", "--training", table, "--output", temp.resolve("x.html").toString()),
        "--input is missing");
  }
}
