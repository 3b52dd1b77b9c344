package io.corpusattention.job.attend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.cli.Main;
import io.corpusattention.job.run.SharedSpark;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/** Runs attend in this process, as its command line does, and reads its output. */
public record Attend(int exitCode, String out, String err) {
  public static Attend run(String... options) {
    SharedSpark.session();
    List<String> args = new ArrayList<>(List.of("attend"));
    args.addAll(List.of(options));
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode =
        Main.run(args.toArray(new String[0]), new PrintWriter(out), new PrintWriter(err, true));
    return new Attend(exitCode, out.toString(), err.toString());
  }

  /** Returns the rows of the attention table by id and first query. */
  public static Map<String, Row> table(Path output) {
    Map<String, Row> rows = new TreeMap<>();
    for (Row row : SharedSpark.session().read().parquet(output + "/attention").collectAsList()) {
      String key = row.get(0) + "/" + row.getInt(row.fieldIndex("query_start"));
      if (rows.put(key, row) != null) {
        throw new AssertionError("twice in the table: " + key);
      }
    }
    return rows;
  }

  /** Fails if two tables differ in any bit of a number. */
  public static void assertSameBits(Map<String, Row> actual, Map<String, Row> expected) {
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach(
        (key, row) -> {
          for (String column : List.of("attention", "context", "attention_received")) {
            assertThat(Attend.<Float>list(actual.get(key), column))
                .as("%s of %s", column, key)
                .isEqualTo(Attend.<Float>list(row, column));
          }
        });
  }

  /**
   * Fails if the joined context vectors of a sentence's tiles differ from those of its single row.
   */
  public static void assertTilesJoin(Map<String, Row> tiles, Map<String, Row> whole) {
    assertThat(tiles.size()).isGreaterThan(whole.size());
    whole.forEach(
        (key, row) -> {
          List<Float> joined = new ArrayList<>();
          for (int query = 0; query < row.getInt(row.fieldIndex("num_queries")); ) {
            Row tile = tiles.get(key.replace("/0", "/" + query));
            joined.addAll(Attend.<Float>list(tile, "context"));
            query += tile.getInt(tile.fieldIndex("num_queries"));
          }
          assertThat(joined).isEqualTo(Attend.<Float>list(row, "context"));
        });
  }

  /** Returns a list column of a row. */
  public static <T> List<T> list(Row row, String column) {
    return row.getList(row.fieldIndex(column));
  }

  /** Returns the reasons of the rejected records by id. */
  public static Map<String, String> rejected(Path output) {
    if (!Files.exists(output.resolve("rejected"))) {
      return Map.of();
    }
    return new TreeMap<>(
        SharedSpark.session().read().parquet(output + "/rejected").collectAsList().stream()
            .collect(Collectors.toMap(row -> String.valueOf(row.get(0)), row -> row.getString(1))));
  }

  public static JsonNode manifest(Path output) throws IOException {
    return new ObjectMapper().readTree(output.resolve("run.json").toFile());
  }

  /** Returns the sizes and times of everything in a folder, by relative path. */
  public static Map<String, String> contents(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      Map<String, String> contents = new TreeMap<>();
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(
            folder.relativize(file).toString(),
            Files.size(file) + " bytes, " + Files.getLastModifiedTime(file));
      }
      return contents;
    }
  }
}
