package io.corpusattention.job.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.job.run.SharedSpark;
import io.corpusattention.text.GoldenEmbedder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Tests embed from CoNLL-U files to the table that attend reads. */
class EmbedConlluTest extends EmbeddedText {
  private static final String SAMPLE = "data-samples/corpus.conllu";
  private static final List<String> CONLLU = List.of("--input-format", "conllu");

  private Map<String, Row> embedConllu(String name, String input, String... more) {
    List<String> options = new ArrayList<>(CONLLU);
    options.addAll(List.of(more));
    return embed(name, input, options.toArray(new String[0]));
  }

  private void refuse(String input, List<String> more, String... parts) {
    List<String> options = new ArrayList<>(CONLLU);
    options.addAll(List.of("--input", input, "--output", output("refused").toString()));
    options.addAll(more);
    Embed.refuse(options, parts);
    assertThat(output("refused")).doesNotExist();
  }

  /**
   * Returns sentences of one to five words in which each word depends on the next one. Sentence i
   * contains its number.
   */
  private static String manySentences(int sentences) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= sentences; i++) {
      int words = 1 + i % 5;
      text.append("# sent_id = s-").append(i).append('\n');
      for (int j = 1; j <= words; j++) {
        String form = j == 1 ? "n" + i : "a";
        text.append(word(j, form, j == words ? "0" : String.valueOf(j + 1)));
      }
      text.append(i % 7 == 0 ? "\n# alone\n\n" : "\n");
    }
    return text.toString();
  }

  private static String word(int id, String form, String head) {
    return id + "\t" + form + "\t_\t_\t_\t_\t" + head + "\tdep\t_\t_\n";
  }

  private static <T> List<T> list(Row row, String column) {
    return row.getList(row.fieldIndex(column));
  }

  @Test
  void headsAndRelationsStandBesideTheWords() {
    Map<String, Row> table =
        embedConllu("run", SAMPLE, "--keep", "file,line,sent_id,text", "--limit", "5");
    assertThat(table.keySet()).containsExactly("1", "2", "3", "4", "5");
    Row row = table.get("3");
    assertThat(row.schema().fieldNames())
        .containsExactly(
            "sentence_id",
            "tokens",
            "heads",
            "relations",
            "file",
            "line",
            "sent_id",
            "text",
            "truncated",
            "unknown",
            "embeddings");
    assertThat(row.get(0)).isEqualTo(3L);
    assertThat(Embed.tokens(row))
        .containsExactly("We", "do", "n't", "know", "what", "the", "judges", "decided", ".");
    assertThat(EmbedConlluTest.<Integer>list(row, "heads"))
        .containsExactly(4, 4, 4, 0, 8, 7, 8, 4, 4);
    assertThat(EmbedConlluTest.<String>list(row, "relations"))
        .containsExactly("nsubj", "aux", "advmod", "root", "obj", "det", "nsubj", "ccomp", "punct");
    assertThat(row.<String>getAs("file")).endsWith(SAMPLE);
    assertThat(row.<Long>getAs("line")).isEqualTo(28);
    assertThat(row.<String>getAs("sent_id")).isEqualTo("sample-3");
    assertThat(row.<String>getAs("text")).isEqualTo("We don't know what the judges decided.");
  }

  @Test
  void sentencesAreNumberedOverAllFilesTheSameInAnyPartitions() throws IOException {
    String text = manySentences(16_000);
    write("t/a.conllu", text); // several parts of a MiB
    write("t/b.conllu", "# sent_id = last\n" + word(1, "b", "_"));
    String[] keep = {"--keep", "line,sent_id"};
    Map<String, Row> one =
        embedConllu("one", temp + "/t", "--keep", "line,sent_id", "--partitions", "1");
    assertThat(one).hasSize(16_001);
    one.forEach(
        (id, row) -> {
          boolean last = id.equals("16001");
          assertThat(row.<String>getAs("sent_id")).isEqualTo(last ? "last" : "s-" + id);
          assertThat(Embed.tokens(row).get(0)).isEqualTo(last ? "b" : "n" + id);
        });
    assertThat(EmbedConlluTest.<Integer>list(one.get("16001"), "heads")).containsExactly(-1);
    assertThat(one.get("16001").<Long>getAs("line")).isOne();
    assertThat(EmbedConlluTest.<Integer>list(one.get("2"), "heads")).containsExactly(2, 3, 0);
    assertThat(embedConllu("split", temp + "/t", keep)).isEqualTo(one);
    assertThat(
            SharedSpark.session()
                .read()
                .parquet(output("split") + "/sentences")
                .inputFiles()
                .length)
        .isGreaterThan(1);
    assertThat(embedConllu("limit", temp + "/t/b.conllu," + temp + "/t/a.conllu", "--limit", "9"))
        .containsOnlyKeys("1", "2", "3", "4", "5", "6", "7", "8", "9");
  }

  @Test
  void aModelCutsTheWordsIntoPiecesWordByWord() {
    for (String model : List.of("bert", "roberta")) {
      String path = GoldenEmbedder.path(model).toString();
      Row row = embedConllu(model, SAMPLE, "--model", path, "--limit", "1").get("1");
      assertThat(EmbedConlluTest.<Integer>list(row, "word_ids"))
          .startsWith(-1, 0)
          .containsSubsequence(0, 1, 2, 3, 4, 5, 6)
          .endsWith(6, -1);
      assertThat(EmbedConlluTest.<Integer>list(row, "heads")).containsExactly(2, 3, 0, 6, 6, 3, 3);
    }
  }

  @Test
  void malformedSentencesStopTheRunOrAreSetAside() throws IOException {
    String text =
        word(1, "a", "0") + "\n# sent_id = x\n" + word(1, "a", "7") + "\n\n" + word(1, "b", "0");
    String input = write("t/bad.conllu", text);
    refuse(
        input,
        List.of("--vectors", vectors),
        "record 2: malformed, line 4 of ",
        "t/bad.conllu has the HEAD 7, and the last word is 1",
        "--on-bad-record reject");
    for (String partitions : List.of("1", "3")) {
      String name = "reject-" + partitions;
      Map<String, Row> table =
          embedConllu(name, input, "--on-bad-record", "reject", "--partitions", partitions);
      assertThat(table.keySet()).containsExactly("1", "3");
      assertThat(Embed.rejected(output(name))).isEqualTo(Map.of("2", "malformed"));
      assertThat(counts(name).get("read").asInt()).isEqualTo(3);
      assertThat(counts(name).get("empty_lines").asInt()).isZero();
    }
  }

  @Test
  void settingsThatSayNothingOfSuchFilesAreRefused() throws IOException {
    for (String column : List.of("--id-column", "--text-column", "--tokens-column")) {
      refuse(SAMPLE, List.of(column, "form"), SAMPLE, "is CoNLL-U, which has no column form");
    }
    refuse(
        SAMPLE,
        List.of("--keep", "lemma"),
        "--keep lemma",
        "of CoNLL-U files, file, line, sent_id and text can be kept");
    refuse(SAMPLE, List.of("--keep", "heads"), "--keep heads: is kept automatically; leave it out");
    refuse(SAMPLE, List.of("--keep", "line,line"), "--keep line", "name it once");
    refuse(
        SAMPLE,
        List.of("--split", "sentences"),
        "--input-format conllu: is cut into words already; --split sentences is for text, leave it"
            + " out");
    String tokenizer = GoldenEmbedder.path("bert").resolve("tokenizer.json").toString();
    refuse(
        SAMPLE,
        List.of("--tokenizer", tokenizer),
        "--input-format conllu: is cut into words already; leave --tokenizer out");
    refuse(temp + "/none", List.of(), "matches no file");
    String sentences = "data-samples/sentences.parquet";
    refuse(sentences, List.of(), "sentences.parquet: is no text");
  }
}
