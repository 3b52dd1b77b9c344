package io.corpusattention.job.attend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.cli.CommandRun;
import io.corpusattention.job.run.SharedSpark;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies that the same sentences, stored by other libraries, give the same attention bit for bit.
 * src/test/python/make_inputs.py checks that pyarrow reads these files correctly.
 */
class ForeignFilesTest {
  private static final Path INPUTS = Path.of("src/test/resources/inputs");

  @TempDir private Path temp;

  private Path attend(Path input, String... more) {
    Path output = temp.resolve(input.getFileName() + "-" + more.length);
    List<String> options = new ArrayList<>(List.of("--input", input.toString(), "--heads", "2"));
    options.addAll(List.of("--output", output.toString()));
    if (!List.of(more).contains("--weights")) {
      options.addAll(List.of("--weights", INPUTS.resolve("weights").toString()));
    }
    options.addAll(List.of(more));
    CommandRun.succeed("attend", options.toArray(new String[0]));
    return output;
  }

  /** Returns the tokens, the attention and the context of each sentence by id. */
  private static Map<BigInteger, List<Object>> sentences(Path output) {
    Map<BigInteger, List<Object>> found = new TreeMap<>();
    for (Row row : CommandRun.rows(output, "attention")) {
      List<Object> before =
          found.put(
              new BigInteger(row.getAs("sentence_id").toString()),
              List.of(
                  row.<Object>getAs("tokens"),
                  row.<Object>getAs("attention"),
                  row.<Object>getAs("context")));
      assertThat(before).isNull();
    }
    return found;
  }

  static Stream<String> folders() throws IOException {
    try (Stream<Path> all = Files.list(INPUTS)) {
      return all
          .map(path -> path.getFileName().toString())
          .filter(name -> !name.matches("plain|uint64|brotli|weights|transposed|expected\\.json"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("folders")
  void everyWayToStoreSentencesGivesTheSameAttention(String name) {
    assertThat(sentences(attend(INPUTS.resolve(name))))
        .isEqualTo(sentences(attend(INPUTS.resolve("plain"))));
  }

  @Test
  void unsignedIdsOf64BitsAreKeptAsStrings() {
    Map<BigInteger, List<Object>> plain = sentences(attend(INPUTS.resolve("plain")));
    Map<BigInteger, List<Object>> found = sentences(attend(INPUTS.resolve("uint64")));
    Map<BigInteger, List<Object>> expected = new TreeMap<>();
    plain.forEach((id, row) -> expected.put(id.add(BigInteger.ONE.shiftLeft(63)), row));
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void aTransposedMatrixThatNumpySavedIsRead() {
    Path plain = INPUTS.resolve("plain");
    String transposed = INPUTS.resolve("transposed").toString();
    assertThat(sentences(attend(plain, "--weights", transposed)))
        .isEqualTo(sentences(attend(plain)));
  }

  private static Map<String, String> docs(Path output) {
    Map<String, String> docs = new TreeMap<>();
    for (Row row : CommandRun.rows(output, "attention")) {
      docs.put(row.getAs("sentence_id").toString(), row.getAs("doc"));
    }
    return docs;
  }

  @ParameterizedTest
  @ValueSource(strings = {"folders-pandas", "folders-polars", "folders-duckdb", "folders-both"})
  void valuesInTheNamesOfFoldersAreAsTheyWereWritten(String name) throws IOException {
    JsonNode expected = new ObjectMapper().readTree(INPUTS.resolve("expected.json").toFile());
    Map<String, String> docs = new TreeMap<>();
    expected
        .at("/docs/" + name)
        .properties()
        .forEach(entry -> docs.put(entry.getKey(), entry.getValue().asText()));
    assertThat(docs).hasSize(6);
    assertThat(docs(attend(INPUTS.resolve(name), "--keep", "doc"))).isEqualTo(docs);
  }

  @Test
  void valuesInTheNamesOfFoldersHaveTypesWhereTheUserHasSetSparksInference() throws IOException {
    String inference = "spark.sql.sources.partitionColumnTypeInference.enabled";
    SparkSession spark = SharedSpark.session();
    Path folder = temp.resolve("typed/part=7");
    Files.createDirectories(folder);
    Files.copy(INPUTS.resolve("plain/part.parquet"), folder.resolve("part.parquet"));
    Path typed = temp.resolve("typed");
    assertThat(CommandRun.rows(attend(typed, "--keep", "part"), "attention"))
        .allSatisfy(row -> assertThat(row.<Object>getAs("part")).isEqualTo("7"));
    spark.conf().set(inference, "true");
    try {
      assertThat(CommandRun.rows(attend(typed, "--keep", "part", "--partitions", "1"), "attention"))
          .allSatisfy(row -> assertThat(row.<Object>getAs("part")).isEqualTo(7));
    } finally {
      spark.conf().unset(inference);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"uuid", "time", "float16", "decimal", "list", "interval"})
  void aColumnThatCannotBeReadIsNamedWhereItIsAskedFor(String type) {
    refuse("unread-" + type, "--keep x", "is of the Parquet type", "save it ");
  }

  @Test
  void timesInNanosecondsNameTheSettingThatReadsThem() {
    refuse("unread-timestamp-ns", "--keep x", "--conf spark.sql.legacy.parquet.nanosAsLong=true");
  }

  private void refuse(String name, String... words) {
    CommandRun.refuse(
        List.of(
            "attend",
            "--input",
            INPUTS.resolve(name).toString(),
            "--weights",
            INPUTS.resolve("weights").toString(),
            "--keep",
            "x",
            "--output",
            temp.resolve("refused").toString()),
        words);
  }

  @Test
  void brotliIsRefusedByItsName() {
    CommandRun.refuse(
        List.of(
            "attend",
            "--input",
            INPUTS.resolve("brotli").toString(),
            "--weights",
            INPUTS.resolve("weights").toString(),
            "--output",
            temp.resolve("refused").toString()),
        "part.parquet",
        "BROTLI");
  }

  @Test
  void anInputWithoutIdsTellsHowToAddThem() {
    CommandRun.refuse(
        List.of(
            "attend",
            "--input",
            INPUTS.resolve("plain").toString(),
            "--weights",
            INPUTS.resolve("weights").toString(),
            "--id-column",
            "id",
            "--output",
            temp.resolve("refused").toString()),
        "--id-column id",
        "its columns are sentence_id, tokens, embeddings",
        "add one");
  }
}
