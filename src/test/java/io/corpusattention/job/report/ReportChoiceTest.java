package io.corpusattention.job.report;

import static io.corpusattention.cli.CommandRun.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.analysis.word.Words;
import io.corpusattention.job.run.SharedSpark;
import io.corpusattention.math.Kernels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies that the sentences and the first selected word of a page match
 * src/test/python/make_report.py.
 */
class ReportChoiceTest extends ReportRuns {
  private static final Path GOLDEN = Path.of("src/test/resources/report");

  private static String table(String name) {
    return "src/test/resources/analysis/" + name + ".parquet";
  }

  private static JsonNode expected(String name) throws IOException {
    return new ObjectMapper().readTree(GOLDEN.resolve(name + ".json").toFile());
  }

  @ParameterizedTest
  @ValueSource(strings = {"words", "pieces", "layers", "causal"})
  void sentencesAreShownInTheOrderOfTheRule(String name) throws IOException {
    JsonNode expected = expected(name);
    JsonNode data = data(report("page", "--input", table(name), "--sentences", "50"));
    assertThat(ids(data)).isEqualTo(texts(expected.findValues("id")));
    assertThat(data.get("first_heads")).isEqualTo(expected.at("/0/first"));
    for (int i = 0; i < expected.size(); i++) {
      JsonNode sentence = data.get("sentences").get(i);
      assertThat(sentence.get("held"))
          .as(sentence.get("id").asText())
          .isEqualTo(expected.get(i).get("held"));
    }
    JsonNode last = expected.get(expected.size() - 1);
    JsonNode one =
        data(
            report(
                "one",
                "--input",
                table(name),
                "--sentences",
                "1",
                "--ids",
                last.get("id").asText()));
    assertThat(one.get("first_heads")).isEqualTo(last.get("first"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"words", "pieces", "layers", "causal"})
  void theDifferenceOfQueriesIsThatOfItsDefinition(String name) throws IOException {
    List<Row> rows = SharedSpark.session().read().parquet(table(name)).collectAsList();
    for (JsonNode sentence : expected(name)) {
      List<Row> own = new ArrayList<>(rows);
      own.removeIf(row -> !row.getAs("sentence_id").toString().equals(sentence.get("id").asText()));
      own.sort(
          Comparator.comparing(ReportChoiceTest::layer)
              .thenComparing(row -> row.<Integer>getAs("query_start")));
      assertThat(difference(own))
          .as("sentence %s", sentence.get("id"))
          .isCloseTo(sentence.get("difference").asDouble(), offset(1e-9));
    }
  }

  private static int layer(Row row) {
    return has(row, "layer") ? row.<Integer>getAs("layer") : 0;
  }

  private static boolean has(Row row, String column) {
    return Arrays.asList(row.schema().fieldNames()).contains(column);
  }

  private static double difference(List<Row> rows) {
    Row first = rows.get(0);
    String[] tokens = first.<String>getList(first.fieldIndex("tokens")).toArray(new String[0]);
    int[] ids =
        has(first, "word_ids")
            ? first.<Integer>getList(first.fieldIndex("word_ids")).stream()
                .mapToInt(Integer::intValue)
                .toArray()
            : null;
    int heads = 0;
    QueryDifference difference = null;
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      List<Float> attention = row.getList(row.fieldIndex("attention"));
      float[] weights = new float[attention.size()];
      for (int at = 0; at < weights.length; at++) {
        weights[at] = attention.get(at);
      }
      int queries = row.getAs("num_queries");
      if (difference == null) {
        heads = weights.length / queries / tokens.length;
        difference =
            new QueryDifference(
                Kernels.get(), heads, ContentTokens.of(Words.of(tokens, ids), true));
      }
      difference.add(weights, row.getAs("query_start"), queries, tokens.length);
      if (i == rows.size() - 1 || layer(row) != layer(rows.get(i + 1))) {
        difference.endLayer();
      }
    }
    return Objects.requireNonNull(difference).mean();
  }

  @Test
  void theChoiceDependsOnNeitherPartitionsNorTiles() throws IOException {
    String[] text = {
      "--model", "src/test/resources/encoders/gelu", "--input", "data-samples/corpus.txt"
    };
    JsonNode one = data(report("one", "--input", attend("a", text).toString()));
    assertThat(ids(one)).hasSize(24).doesNotHaveDuplicates();
    one.get("sentences").forEach(s -> assertThat(s.get("keys").size()).isBetween(6, 32));
    Path many = attend("b", with(text, "--partitions", "7", "--max-row-bytes", "1000"));
    JsonNode other = data(report("many", "--input", many.toString()));
    assertThat(other.get("sentences")).isEqualTo(one.get("sentences"));
    assertThat(other.get("first_heads")).isEqualTo(one.get("first_heads"));
  }
}
