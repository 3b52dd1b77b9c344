package io.corpusattention.job.report;

import static io.corpusattention.cli.CommandRun.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Verifies that another run's figures of heads are shown next to those of the page, or are refused.
 */
class ReportComparisonTest extends ReportRuns {
  private Path analyzed(String name, String... options) {
    return analyze(name, "--input", attend(name + "-table", options).toString());
  }

  @Test
  void theDifferenceIsTheOtherRunsMeanLessThatOfThePage() throws IOException {
    Path table = attend("table");
    Path here = analyze("here", "--input", table.toString());
    Path other = analyzed("other", "--input", SAMPLE, "--weights", "xavier:1", "--heads", "2");
    String[] options = {"--input", table.toString(), "--sentences", "1"};
    JsonNode data =
        data(
            report(
                "page",
                with(options, "--analysis", here.toString(), "--compare", other.toString())));
    JsonNode comparison = data.get("comparison");
    assertThat(comparison.get("source").asText())
        .contains(other.toString(), "other-table", "80 sentences");
    assertThat(texts(comparison.get("statistics").findValues("statistic")))
        .isEqualTo(texts(data.at("/corpus/statistics").findValues("statistic")))
        .contains("entropy", "offset_-1");
    int compared = 0;
    for (JsonNode column : comparison.get("statistics")) {
      String statistic = column.get("statistic").asText();
      for (int head = 0; head < 2; head++) {
        JsonNode a = row(here, statistic, head);
        JsonNode b = row(other, statistic, head);
        requireNumber(column.get("mean").get(head), number(b, "sentence_mean"));
        requireNumber(column.get("low").get(head), number(b, "interval_low"));
        if (number(a, "interval_low") != null && number(b, "interval_low") != null) {
          double by = number(b, "sentence_mean") - number(a, "sentence_mean");
          double half = Math.sqrt(square(a) + square(b));
          assertThat(column.get("difference").get(head).asDouble()).isCloseTo(by, within(1e-4));
          assertThat(column.get("difference_low").get(head).asDouble())
              .isCloseTo(by - half, within(1e-4));
          assertThat(column.get("difference_high").get(head).asDouble())
              .isCloseTo(by + half, within(1e-4));
          compared++;
        } else {
          assertThat(column.get("difference_low").get(head).isNull()).isTrue();
        }
      }
    }
    assertThat(compared).isGreaterThan(20);
    assertThat(data(report("alone", with(options))).get("comparison").isNull()).isTrue();
  }

  private static JsonNode row(Path run, String statistic, int head) throws IOException {
    JsonNode all = new ObjectMapper().readTree(run.resolve("analysis.json").toFile());
    for (JsonNode row : all.get("statistics")) {
      if (row.get("statistic").asText().equals(statistic)
          && row.get("head").isInt()
          && row.get("head").asInt() == head) {
        return row;
      }
    }
    throw new AssertionError("no row of " + statistic);
  }

  private static Double number(JsonNode row, String name) {
    return row.get(name).isNull() ? null : (Double) row.get(name).asDouble();
  }

  /** Returns the square of half the width of an interval. */
  private static double square(JsonNode row) {
    double half = (row.get("interval_high").asDouble() - row.get("interval_low").asDouble()) / 2;
    return half * half;
  }

  @Test
  void whatDoesNotCompareIsRefused() {
    String table = attend("table").toString();
    String here = analyze("here", "--input", table).toString();
    String four =
        analyzed("four", "--input", SAMPLE, "--weights", "xavier:1", "--heads", "4").toString();
    List<String> start = List.of("--input", table, "--analysis", here, "--compare");
    refuse(
        and(start, four),
        "--compare " + four,
        "is of 1 layer with 4 heads, but --analysis " + here + " is of 1 layer with 2 heads");
    refuse(and(start, table), "--compare " + table, "another job than analyze");
    refuse(and(start, WEIGHTS), "--compare " + WEIGHTS, "is no run folder");
    refuse(List.of("--input", table, "--compare", here), "--compare " + here, "--analysis");
  }

  private static List<String> and(List<String> start, String more) {
    return Stream.concat(start.stream(), Stream.of(more)).toList();
  }
}
