package io.corpusattention.job.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.cli.CommandRun;
import io.corpusattention.job.attend.Attend;
import io.corpusattention.report.figure.SvgFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;

/** Verifies that figures match the page, and that other files in the folder are never touched. */
class ReportFiguresTest extends ReportRuns {
  private static final String MODEL = "src/test/resources/encoders/gelu";

  private static String name(String id) {
    return "sentence-" + id.replaceAll("[^A-Za-z0-9._-]", "_") + ".svg";
  }

  private static List<String> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void figuresHaveTheWeightsOfTheTable() throws IOException {
    Path table = attend("table", "--model", MODEL, "--input", "data-samples/corpus.txt");
    Path analysis = analyze("analysis", "--input", table.toString());
    Path folder = temp.resolve("new/figures");
    JsonNode data =
        data(
            report(
                "page",
                "--input",
                table.toString(),
                "--analysis",
                analysis.toString(),
                "--sentences",
                "3",
                "--heads",
                "0.1,2.2",
                "--figures",
                folder.toString()));
    TreeSet<String> expected = new TreeSet<>(List.of("grid.svg"));
    ids(data).forEach(id -> expected.add(name(id)));
    assertThat(files(folder)).containsExactlyElementsOf(expected);
    for (JsonNode sentence : data.get("sentences")) {
      String id = sentence.get("id").asText();
      assertThat(sentence.get("held").asInt()).isNotNegative();
      SvgFile file = SvgFile.of(Files.readString(folder.resolve(name(id))));
      assertThat(file.texts("f0")).isEqualTo(shown(table, sentence, 0, 1));
      assertThat(file.texts("f1")).isEqualTo(shown(table, sentence, 2, 2));
    }
    assertThat(SvgFile.of(Files.readString(folder.resolve("grid.svg"))).texts())
        .contains("layer 0", "layer 2", "80 sentences, 1,750 tokens");
  }

  /**
   * Returns a head's name, its weights from the selected word in double precision, and its name
   * again.
   */
  private static List<String> shown(Path table, JsonNode sentence, int layer, int head) {
    Row row =
        CommandRun.rows(table, "attention").stream()
            .filter(r -> r.get(0).toString().equals(sentence.get("id").asText()))
            .filter(r -> r.getInt(r.fieldIndex("layer")) == layer)
            .findFirst()
            .orElseThrow();
    List<Float> a = Attend.list(row, "attention");
    int n = row.getInt(row.fieldIndex("num_tokens"));
    JsonNode wordOf = sentence.get("word_of");
    int held = wordOf.get(sentence.get("held").asInt()).asInt();
    List<Double> sums = new ArrayList<>();
    int pieces = 0;
    int before = -1;
    for (int i = 0; i < n; i++) {
      pieces += wordOf.get(i).asInt() == held ? 1 : 0;
    }
    for (int j = 0; j < n; j++) {
      double sum = 0;
      for (int i = 0; i < n; i++) {
        sum += wordOf.get(i).asInt() == held ? a.get((head * n + i) * n + j) : 0;
      }
      int word = wordOf.get(j).asInt();
      if (word >= 0 && word == before) {
        sums.set(sums.size() - 1, sums.get(sums.size() - 1) + sum);
      } else {
        sums.add(sum);
      }
      before = word;
    }
    int of = pieces;
    String name = layer + "." + head;
    List<String> shown =
        sums.stream()
            .filter(sum -> sum / of >= 0.05)
            .map(sum -> String.format(Locale.ROOT, "%.2f", sum / of))
            .collect(Collectors.toCollection(ArrayList::new));
    shown.add(0, name);
    shown.add(name);
    return shown;
  }

  @Test
  void figuresTakeThePlaceOfFiguresAlone() throws IOException {
    String table = attend("table").toString();
    Path folder = Files.createDirectory(temp.resolve("figures"));
    List<String> options = List.of("--input", table, "--figures", folder.toString());
    report("first", "--input", table, "--ids", "1,2", "--figures", folder.toString());
    List<String> first = files(folder);
    assertThat(first)
        .contains("sentence-1.svg", "sentence-2.svg")
        .noneMatch(n -> n.endsWith(".crc"));
    refuse(options, "--figures " + folder, "has figures already", "--mode overwrite");
    Files.writeString(folder.resolve("sentence-2.svg.part"), "<?xml");
    report(
        "second",
        "--input",
        table,
        "--sentences",
        "1",
        "--ids",
        "2",
        "--mode",
        "overwrite",
        "--figures",
        folder.toString());
    assertThat(files(folder)).containsExactly("sentence-2.svg");

    for (String name : List.of("notes.txt", "sentence-9.svg", "grid.svg.part")) {
      Path file = Files.writeString(folder.resolve(name), "<svg/>");
      refuse(both(options, "--mode", "overwrite"), "holds " + name + ", which is no figure");
      assertThat(file).hasContent("<svg/>");
      Files.delete(file);
    }
    Files.createDirectory(folder.resolve("sentence-3.svg"));
    refuse(both(options, "--mode", "overwrite"), "holds sentence-3.svg");
    assertThat(files(folder)).containsExactly("sentence-2.svg", "sentence-3.svg");
  }

  @Test
  void placesForOtherThingsAreRefused() throws IOException {
    String table = attend("table").toString();
    String file = Files.writeString(temp.resolve("file"), "").toString();
    refuse(List.of("--input", table, "--figures", file), "--figures " + file, "is a file");
    refuse(List.of("--input", table, "--figures", table), "holds attention");
    refuse(
        List.of("--input", table, "--figures", table + "/attention/figures"),
        "lies in the table's folder");
    refuse(List.of("--input", table, "--figures", temp.toString()), "would lie in it");
  }

  private static List<String> both(List<String> options, String... more) {
    return Stream.concat(options.stream(), Stream.of(more)).toList();
  }
}
