package io.corpusattention.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.cli.CommandRun;
import io.corpusattention.cli.JobProcess;
import io.corpusattention.job.run.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Verifies that docs/tables.md lists the columns of the tables that jobs write. Names and types
 * come from the tables. Meanings come from the page, which must have one for every column.
 */
class TablesPageTest {
  private static final Page PAGE = new Page("docs/tables.md");

  private static final String SAMPLES = JobProcess.ROOT.resolve("data-samples").toString();
  private static final String MODEL =
      JobProcess.ROOT.resolve("src/test/resources/encoders/gelu-new").toString();

  /** Columns whose type is that of a column of the input. */
  private static final Set<String> OF_INPUT = Set.of("sentence_id", "document", "ids", "id");

  @TempDir private Path temp;

  /** The tables by their titles on the page, each with its columns and their types. */
  private final Map<String, Map<String, String>> tables = new LinkedHashMap<>();

  private String folder(String name) {
    return temp.resolve(name).toString();
  }

  private void add(String title, String run, String table) {
    StructField[] fields =
        SharedSpark.session()
            .read()
            .parquet(temp.resolve(run).resolve(table).toString())
            .schema()
            .fields();
    Map<String, String> columns = tables.computeIfAbsent(title, any -> new LinkedHashMap<>());
    for (StructField field : fields) {
      columns.putIfAbsent(
          field.name(),
          OF_INPUT.contains(field.name()) ? "as in the input" : shown(field.dataType()));
    }
  }

  private static String shown(DataType type) {
    if (type instanceof ArrayType list) {
      return "list of " + shown(list.elementType()) + "s";
    }
    return type.simpleString().replace("bigint", "long");
  }

  @Test
  void thePageHasEveryColumnOfEveryTable() throws IOException {
    Files.writeString(temp.resolve("texts.txt"), "The law is just. Its application is not.\n");
    Files.write(temp.resolve("damaged.txt"), new byte[] {'a', '\n', (byte) 0xff, '\n'});
    String sentences = SAMPLES + "/sentences.parquet";

    CommandRun.succeed(
        "embed",
        "--input",
        folder("texts.txt"),
        "--split",
        "sentences",
        "--model",
        MODEL,
        "--output",
        folder("embed"));
    add("sentences", "embed", "sentences");
    CommandRun.succeed(
        "embed",
        "--input",
        folder("damaged.txt"),
        "--embedder",
        "word2vec",
        "--min-count",
        "1",
        "--on-bad-record",
        "reject",
        "--output",
        folder("rejecting"));
    add("rejected", "rejecting", "rejected");
    CommandRun.succeed(
        "train",
        "--input",
        sentences,
        "--epochs",
        "1",
        "--batch",
        "8",
        "--output",
        folder("train"));
    add("curve", "train", "curve");
    CommandRun.succeed(
        "attend",
        "--input",
        SAMPLES + "/corpus.conllu",
        "--input-format",
        "conllu",
        "--model",
        MODEL,
        "--keep",
        "file",
        "--context",
        "tokens",
        "--hidden",
        "tokens",
        "--output",
        folder("attend"));
    add("attention", "attend", "attention");
    add("hidden", "attend", "hidden");
    CommandRun.succeed(
        "attend",
        "--input",
        sentences,
        "--weights",
        SAMPLES + "/weights",
        "--query-column",
        "embeddings",
        "--query-tokens-column",
        "tokens",
        "--attention",
        "top-k:2",
        "--output",
        folder("top"));
    add("attention", "top", "attention");
    CommandRun.succeed(
        "analyze", "--input", folder("attend"), "--min-count", "1", "--output", folder("analyze"));
    for (String table :
        List.of("statistics", "heads", "divergences", "links", "words", "relations", "examples")) {
      add(table, "analyze", table);
    }
    CommandRun.succeed(
        "summarize",
        "--input",
        folder("attend"),
        "--document-column",
        "file",
        "--output",
        folder("summarize"));
    for (String table : List.of("summaries", "keywords", "documents")) {
      add(table, "summarize", table);
    }

    List<String> without = new ArrayList<>();
    for (Map.Entry<String, Map<String, String>> table : tables.entrySet()) {
      String name = "columns of " + table.getKey();
      Map<String, String> meanings = meanings(PAGE.block(name));
      StringBuilder rows = new StringBuilder("\n| column | type | meaning |\n|---|---|---|\n");
      table
          .getValue()
          .forEach(
              (column, type) -> {
                String meaning = meanings.getOrDefault(column, "");
                if (meaning.isEmpty()) {
                  without.add(table.getKey() + "." + column);
                }
                rows.append("| `%s` | %s | %s |%n".formatted(column, type, meaning));
              });
      PAGE.require(name, rows.append('\n').toString());
    }
    assertThat(without).as("columns without a meaning on docs/tables.md").isEmpty();
  }

  private static Map<String, String> meanings(String block) {
    Map<String, String> meanings = new LinkedHashMap<>();
    Matcher row =
        Pattern.compile("^\\| `([^`]+)` \\| [^|]* \\| (.*) \\|$", Pattern.MULTILINE).matcher(block);
    while (row.find()) {
      meanings.put(row.group(1), row.group(2).strip());
    }
    return meanings;
  }
}
