package io.corpusattention.job.embed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests text in CSV files, and tables that nobody named as tables. */
class EmbedCsvTest extends EmbeddedText {
  private static final String[] CSV = {
    "--input-format", "csv", "--id-column", "id", "--text-column", "text", "--keep", "year"
  };

  private void refuse(String input, List<String> more, String... parts) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--input", input, "--vectors", vectors, "--output", output("refused").toString()));
    options.addAll(more);
    Embed.refuse(options, parts);
    assertThat(output("refused")).doesNotExist();
  }

  /** Header, quotes, commas and line breaks as pandas writes them; a mark as Excel writes it. */
  @Test
  void csvIsReadAsOtherProgramsWriteIt() throws IOException {
    String file =
        write(
            "t/a.csv",
            "\ufeffid,year,text\r\n"
                + "7,1990,the cat\r\n"
                + "8,,\"the cat, \"\"the\"\" cat\"\r\n"
                + "x,2001,\"the\ncat\"\r\n");
    Map<String, Row> table = embed("csv", file, CSV);
    assertThat(table.keySet()).containsExactlyInAnyOrder("7", "8", "x");
    assertThat(Embed.tokens(table.get("7"))).containsExactly("the", "cat");
    assertThat(Embed.tokens(table.get("8")))
        .containsExactly("the", "cat", ",", "\"", "the", "\"", "cat");
    assertThat(Embed.tokens(table.get("x"))).containsExactly("the", "cat");
    assertThat(table.get("7").<String>getAs("year")).isEqualTo("1990");
    assertThat(table.get("8").<String>getAs("year")).isNull();
  }

  @Test
  void aRowOfAnotherLengthAndAFileWithOtherColumnsAreRefused() throws IOException {
    String unquoted = write("u/a.csv", "id,year,text\n1,1990,the cat, the cat\n");
    refuse(unquoted, List.of(CSV), "a.csv", "as csv", "1,1990,the cat, the cat");
    String cut = write("s/a.csv", "id,year,text\n1,1990,the cat\n2,1991\n");
    refuse(cut, List.of(CSV), "a.csv", "as csv", "2,1991");
    write("o/a.csv", "id,year,text\n1,1990,the cat\n");
    write("o/b.csv", "text,year,id\nthe cat,1990,2\n");
    refuse(temp.resolve("o").toString(), List.of(CSV), "b.csv", "as csv", "header");
  }

  /** Read as text, the header and the raw rows would become sentences. */
  @ParameterizedTest
  @CsvSource({
    "a.csv,csv",
    "a.CSV,csv",
    "a.json,json",
    "a.jsonl,json",
    "a.ndjson,json",
    "a.orc,orc",
    "a.avro,avro",
    "a.conllu,conllu",
    "a.tsv,text",
    "a.csv.gz,csv",
    "a.jsonl.zst,json"
  })
  void aTableIsNotReadAsTextUnasked(String name, String format) throws IOException {
    String file = write("n/" + name, "id,text\n1,the cat\n");
    refuse(file, List.of(), name, "according to its name", "--input-format " + format);
  }

  @Test
  void aTableIsReadAsTextWhenAskedTo() throws IOException {
    String file = write("w/a.csv", "the cat\n");
    Map<String, Row> table = embed("asked", file, "--input-format", "text");
    assertThat(Embed.tokens(table.get("1"))).containsExactly("the", "cat");
  }
}
