package io.corpusattention.corpus.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.corpus.row.RawRow;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests reading sentences from CoNLL-U files, whole and in parts. */
class ConlluFormatTest {
  private static final Configuration CONF = new Configuration(false);
  private static final ConlluFormat FORMAT = new ConlluFormat();
  private static final TextSchema SCHEMA = FORMAT.schema(FORMAT.known());

  @TempDir private Path temp;

  /** A record, with null for values that are undefined in a flawed record. */
  private record Sentence(
      long number,
      List<String> words,
      List<Integer> heads,
      List<String> relations,
      long line,
      String id,
      String text,
      String reason,
      String detail) {
    static Sentence of(RawRow row) {
      int kept = TextSchema.FIRST_KEPT;
      String reason = row.string(SCHEMA.reason());
      boolean fit = reason == null;
      int[] heads = (int[]) row.integers(kept, false);
      return new Sentence(
          row.internal().getLong(TextSchema.ID),
          fit ? List.of(row.strings(TextSchema.CONTENT)) : null,
          fit ? Arrays.stream(heads).boxed().toList() : null,
          fit ? List.of(row.strings(kept + 1)) : null,
          row.internal().getLong(kept + 3),
          row.string(kept + 4),
          row.string(kept + 5),
          reason,
          row.string(SCHEMA.reason() + 1));
    }
  }

  /** Returns the line of a word. */
  private static String word(Object id, String form, Object head, String relation) {
    return id + "\t" + form + "\t_\t_\t_\t_\t" + head + "\t" + relation + "\t_\t_\n";
  }

  private static String words(String... forms) {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < forms.length; i++) {
      lines.append(word(i + 1, forms[i], i, i == 0 ? "root" : "dep"));
    }
    return lines.toString();
  }

  /** Reads a file in parts of {@code size} bytes, numbered as the job numbers them. */
  private List<Sentence> read(byte[] bytes, int size) throws IOException {
    String file = Files.write(temp.resolve("text.conllu"), bytes).toUri().toString();
    List<Sentence> sentences = new ArrayList<>();
    long records = 0;
    long lines = 0;
    for (int start = 0; start < bytes.length; start += size) {
      int length = Math.min(size, bytes.length - start);
      TextSplit split = new TextSplit(file, start, length, bytes.length);
      Iterator<RawRow> rows =
          FORMAT.rows(new TextFormat.NumberedSplit(split, records, lines), SCHEMA, CONF);
      while (rows.hasNext()) {
        sentences.add(Sentence.of(rows.next()));
      }
      TextFormat.Count count = FORMAT.count(split, CONF);
      records += count.records();
      lines += count.lines();
      assertThat(sentences).hasSize(Math.toIntExact(records));
    }
    return sentences;
  }

  private List<Sentence> read(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return read(bytes, bytes.length);
  }

  private String detail(String text) throws IOException {
    List<Sentence> all = read("# a\n\n" + words("good") + "\n" + text + "\n" + words("good"));
    assertThat(all).hasSize(3);
    assertThat(all.get(0).reason()).isNull();
    assertThat(all.get(2).reason()).isNull();
    assertThat(all.get(1).reason()).isEqualTo("MALFORMED");
    String detail = all.get(1).detail();
    assertThat(detail).contains(" of ", "text.conllu ");
    return detail.replaceFirst(" of \\S+text.conllu", "");
  }

  @Test
  void aSentenceIsItsWordsWithTheirHeadsAndRelations() throws IOException {
    String text =
        "# newdoc\n# sent_id = w-1\n#text=I don't see Ann's\n"
            + word(1, "I", 4, "nsubj")
            + word("2-3", "don't", "_", "_")
            + word(2, "do", 4, "aux")
            + word(3, "n't", 4, "advmod")
            + word(4, "see", 0, "root")
            + word("4.1", "hidden", "_", "_")
            + word(5, "New York", "_", "nmod:poss")
            + "\n"
            + words("#", "ü");
    List<Sentence> sentences = read(text);
    assertThat(sentences)
        .containsExactly(
            new Sentence(
                1,
                List.of("I", "do", "n't", "see", "New York"),
                List.of(4, 4, 4, 0, -1),
                List.of("nsubj", "aux", "advmod", "root", "nmod:poss"),
                1,
                "w-1",
                "I don't see Ann's",
                null,
                null),
            new Sentence(
                2,
                List.of("#", "ü"),
                List.of(0, 1),
                List.of("root", "dep"),
                12,
                null,
                null,
                null,
                null));
  }

  @Test
  void commentsAloneAreNoSentenceAndBlankLinesMayBeMany() throws IOException {
    String text =
        "\uFEFF\n\n# alone\n\n \t\n# sent_id = a\n"
            + words("a")
            + "\n\n\n# alone\n\n"
            + words("b")
            + "\n# at the end\n";
    List<Sentence> sentences = read(text);
    assertThat(sentences).extracting(Sentence::number).containsExactly(1L, 2L);
    assertThat(sentences).extracting(Sentence::line).containsExactly(6L, 13L);
    assertThat(sentences).extracting(Sentence::id).containsExactly("a", null);
    assertThat(read("\uFEFF" + words("a")).get(0).words()).containsExactly("a");
    assertThat(read("# nothing\n\n# at all")).isEmpty();
    assertThat(read("\n\n")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n"})
  void partsOfAnySizeGiveTheSameSentences(String end) throws IOException {
    String text =
        "\uFEFF# sent_id = first\n# text = a b\n"
            + words("a", "b")
            + "\n"
            + words("c")
            + "\n\n\n\n# alone\n\n# text = d\n"
            + word("1-2", "de", "_", "_")
            + words("d", "e")
            + "\n"
            + word(1, "wrong", 1, "root")
            + "\n\n"
            + words("ü", "last");
    for (String tail : List.of("", "\n\n")) {
      byte[] bytes = (text + tail).replace("\n", end).getBytes(StandardCharsets.UTF_8);
      List<Sentence> whole = read(bytes, bytes.length);
      assertThat(whole).extracting(Sentence::line).containsExactly(1L, 6L, 13L, 18L, 21L);
      assertThat(whole).extracting(Sentence::number).containsExactly(1L, 2L, 3L, 4L, 5L);
      assertThat(whole.get(3).detail()).startsWith("line 18 of ");
      for (int size = 1; size < bytes.length; size++) {
        assertThat(read(bytes, size)).as("parts of %d bytes", size).isEqualTo(whole);
      }
    }
  }

  @Test
  void compressedFilesAreReadWhole() throws IOException {
    Path file = temp.resolve("text.conllu.gz");
    String text = (words("a", "b") + "\n").repeat(500);
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    }
    TextSplit split = new TextSplit(file.toUri().toString(), 0, Files.size(file), Files.size(file));
    assertThat(FORMAT.count(split, CONF)).isEqualTo(new TextFormat.Count(500, 1500));
    List<RawRow> rows = new ArrayList<>();
    FORMAT
        .rows(new TextFormat.NumberedSplit(split, 0, 0), SCHEMA, CONF)
        .forEachRemaining(rows::add);
    assertThat(rows).hasSize(500);
    assertThat(rows.get(499).internal().getLong(TextSchema.ID)).isEqualTo(500);
  }

  @Test
  void whatIsWrongWithASentenceIsToldWithItsLine() throws IOException {
    assertThat(detail("1\ta\t_\n"))
        .isEqualTo("line 5 has 3 columns between tabs, and a word has 10");
    assertThat(detail("Some text.\n"))
        .isEqualTo("line 5 has 1 column between tabs, and a word has 10");
    assertThat(detail(words("a").replace("\n", "\t_\n"))).contains("has 11 columns");
    assertThat(detail(words("a") + word(3, "b", 1, "dep")))
        .isEqualTo("line 6 has the ID 3 where 2 is due");
    assertThat(detail(words("a") + words("b"))).isEqualTo("line 6 has the ID 1 where 2 is due");
    assertThat(detail(word("x", "b", 1, "dep"))).contains("has the ID x where 1 is due");
    assertThat(detail(word(1, "", 0, "root"))).isEqualTo("line 5 has no FORM");
    assertThat(detail("# text = a\n" + word(1, "a", 0, "root") + word(2, "b", 3, "dep")))
        .isEqualTo("line 7 has the HEAD 3, and the last word is 2");
    assertThat(detail(words("a") + word(2, "b", 2, "dep")))
        .isEqualTo("line 6 has itself for its HEAD");
    for (String head : List.of("-1", "x", "", "1.0", "99999999999")) {
      assertThat(detail(word(1, "a", head, "root")))
          .isEqualTo(
              "line 5 has the HEAD " + head + ", which is neither _ nor the number of a word");
    }
  }

  @Test
  void linesThatAreNotUtf8AreToldWithTheirByte() throws IOException {
    byte[] bytes = ("# text = a\n" + words("a", "b")).getBytes(StandardCharsets.UTF_8);
    bytes[bytes.length - word(2, "b", 1, "dep").length() + 2] = (byte) 0xE9;
    Sentence sentence = read(bytes, bytes.length).get(0);
    assertThat(sentence.reason()).isEqualTo("NOT_UTF8");
    assertThat(sentence.detail())
        .startsWith("byte 2 of line 3 of ")
        .endsWith(", 0xE9, is not UTF-8");
  }

  @Test
  void tokensOfSeveralWordsAloneAreASentenceWithoutWords() throws IOException {
    List<Sentence> sentences = read(word("1-2", "don't", "_", "_") + "\n" + words("a"));
    assertThat(sentences.get(0).words()).isEmpty();
    assertThat(sentences.get(0).reason()).isNull();
    assertThat(sentences.get(1).number()).isEqualTo(2);
  }
}
