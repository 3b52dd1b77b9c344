package io.corpusattention.job.attend;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.job.run.Corpora;
import io.corpusattention.job.run.Runs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifies that no bad record is lost silently, and that none affects a good record. */
class BadRecordsTest {
  @TempDir private Path temp;
  private Runs runs;

  @BeforeEach
  void makeWeights() {
    runs = new Runs(temp, "--weights", Corpora.weights(temp.resolve("weights")));
  }

  private static List<Float> with(int at, Float value) {
    List<Float> floats = Corpora.floats(1, 2 * Corpora.WIDTH);
    floats.set(at, value);
    return floats;
  }

  /** Returns bad records by the reason for their rejection. The ids are the reasons. */
  private static Map<String, Row> bad() {
    List<String> two = List.of("a", "b");
    Map<String, Row> bad = new TreeMap<>();
    bad.put("null_id", RowFactory.create(null, two, with(0, 0f)));
    bad.put("null_embeddings", RowFactory.create("null_embeddings", two, null));
    bad.put("empty", RowFactory.create("empty", List.of(), List.of()));
    bad.put("null_element", RowFactory.create("null_element", two, with(31, null)));
    bad.put(
        "null_element in tokens",
        RowFactory.create("null_element in tokens", Arrays.asList("a", null), with(0, 0f)));
    bad.put(
        "null_element among tokens",
        RowFactory.create(
            "null_element among tokens",
            Arrays.asList("a", null, "b"),
            Corpora.floats(1, 3 * Corpora.WIDTH)));
    bad.put(
        "wrong_length",
        RowFactory.create("wrong_length", two, Corpora.floats(1, Corpora.WIDTH + 1)));
    bad.put(
        "wrong_length for its tokens",
        RowFactory.create("wrong_length for its tokens", List.of("a"), with(0, 0f)));
    bad.put("not_finite", RowFactory.create("not_finite", two, with(3, Float.NaN)));
    bad.put(
        "not_finite infinite",
        RowFactory.create("not_finite infinite", two, with(31, Float.NEGATIVE_INFINITY)));
    bad.put("overflow", RowFactory.create("overflow", two, with(20, 1e30f)));
    return bad;
  }

  private static StructType schema() {
    return Corpora.schema(DataTypes.StringType, Corpora.FLOATS);
  }

  private static List<Row> good() {
    List<Row> good = new ArrayList<>();
    for (Row row : Corpora.sentences(30)) {
      good.add(RowFactory.create("good-" + row.get(0), row.get(1), row.get(2)));
    }
    return good;
  }

  @Test
  void areSetAsideWithTheirReasonsAndEveryGoodOneIsWritten() throws IOException {
    List<Row> all = new ArrayList<>(bad().values());
    all.addAll(good());
    String mixed = Corpora.write(temp.resolve("mixed"), all, schema(), 2);
    String pure = Corpora.write(temp.resolve("pure"), good(), schema(), 1);
    Path output = temp.resolve("run");
    Path expected = temp.resolve("expected");
    Attend run = runs.succeed("run", "--input", mixed, "--on-bad-record", "reject");
    runs.succeed("expected", "--input", pure);

    Map<String, String> reasons = new TreeMap<>();
    bad()
        .forEach(
            (name, row) -> reasons.put(String.valueOf(row.get(0)), name.replaceAll(" .*", "")));
    assertThat(Attend.rejected(output)).isEqualTo(reasons);
    Map<String, Row> table = Attend.table(output);
    Map<String, Row> goodTable = Attend.table(expected);
    assertThat(table).isEqualTo(goodTable);
    assertThat(Attend.manifest(output).at("/counts/read").asInt()).isEqualTo(all.size());
    assertThat(Attend.manifest(output).at("/counts/written").asInt()).isEqualTo(good().size());
    assertThat(Attend.manifest(output).at("/counts/rejected").asInt()).isEqualTo(bad().size());
    assertThat(run.out()).contains("11 rejected").contains("2 wrong_length");
  }

  @Test
  void stopTheRunWithIdAndReasonAndLeaveNothingBehind() {
    bad()
        .forEach(
            (name, row) -> {
              List<Row> rows = new ArrayList<>(good());
              rows.add(row);
              String corpus = Corpora.write(temp.resolve("c " + name), rows, schema(), 1);
              Path output = temp.resolve("o " + name);
              Attend run = runs.run("o " + name, "--input", corpus);
              assertThat(run.exitCode()).isEqualTo(2);
              assertThat(run.err().lines())
                  .as(run.err())
                  .singleElement()
                  .asString()
                  .startsWith("error: record " + row.get(0) + ": " + name.replaceAll(" .*", ""))
                  .contains("--on-bad-record reject");
              assertThat(output).doesNotExist();
            });
  }

  @Test
  void leaveNothingBehindAlsoWhereOtherTasksAreAtWork() {
    List<Row> rows = new ArrayList<>();
    for (Row row : Corpora.sentences(3000)) {
      rows.add(RowFactory.create("good-" + row.get(0), row.get(1), row.get(2)));
    }
    rows.addAll(bad().values());
    String corpus = Corpora.write(temp.resolve("corpus"), rows, schema(), 1);
    for (int partitions = 2; partitions < 10; partitions++) {
      Path output = temp.resolve("run" + partitions);
      Attend run = runs.run("run" + partitions, "--input", corpus, "--partitions", "" + partitions);
      assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
      assertThat(output).doesNotExist();
    }
  }

  @Test
  void raggedVectorsAndDoublesBeyondFloatAreFound() {
    StructType nested =
        Corpora.schema(DataTypes.StringType, DataTypes.createArrayType(Corpora.DOUBLES));
    List<Double> whole = new ArrayList<>();
    for (int i = 0; i < Corpora.WIDTH; i++) {
      whole.add(i / 10.0);
    }
    List<Double> large = new ArrayList<>(whole);
    large.set(5, 1e39);
    List<Double> holed = new ArrayList<>(whole);
    holed.set(5, null);
    List<String> two = List.of("a", "b");
    List<Row> rows =
        List.of(
            RowFactory.create("good", two, List.of(whole, whole)),
            RowFactory.create("ragged", two, List.of(whole, whole.subList(0, 3))),
            RowFactory.create("not_finite", two, List.of(whole, large)),
            RowFactory.create("null_element", two, List.of(holed, whole)),
            RowFactory.create(
                "wrong_length", two, List.of(whole.subList(1, 3), whole.subList(1, 3))));
    String corpus = Corpora.write(temp.resolve("nested"), rows, nested, 1);
    Path output = temp.resolve("run");
    runs.succeed("run", "--input", corpus, "--on-bad-record", "reject");
    assertThat(Attend.table(output)).containsOnlyKeys("good/0");
    assertThat(Attend.rejected(output))
        .hasSize(4)
        .allSatisfy((id, reason) -> assertThat(reason).isEqualTo(id));
  }

  @Test
  void ifThereIsNothingElseTheTableIsEmptyAndThereIsAWarning() throws IOException {
    List<Row> rows =
        List.of(RowFactory.create("a", null, null), RowFactory.create("b", List.of(), List.of()));
    String corpus = Corpora.write(temp.resolve("bad"), rows, schema(), 1);
    Path output = temp.resolve("run");
    Attend run = runs.succeed("run", "--input", corpus, "--on-bad-record", "reject");
    assertThat(run.err()).contains("warning: all 2 records were rejected");
    assertThat(Attend.contents(output.resolve("attention"))).hasSize(1);
    assertThat(Attend.table(output)).isEmpty();
    assertThat(Files.exists(output.resolve("_SUCCESS"))).isTrue();
  }
}
