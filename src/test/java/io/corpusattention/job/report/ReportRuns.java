package io.corpusattention.job.report;

import static io.corpusattention.cli.CommandRun.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.cli.CommandRun;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.io.TempDir;

/** Runs report, and attend for it, in the test's own folder. */
abstract class ReportRuns {
  static final String SAMPLE = "data-samples/sentences.parquet";
  static final String WEIGHTS = "data-samples/weights";

  @TempDir Path temp;

  /** Runs attend, on the sample unless another input is given. Returns the run folder. */
  Path attend(String name, String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    if (!all.contains("--input")) {
      all.addAll(List.of("--input", SAMPLE, "--weights", WEIGHTS, "--heads", "2"));
    }
    all.addAll(List.of("--output", temp.resolve(name).toString()));
    CommandRun.succeed("attend", all.toArray(new String[0]));
    return temp.resolve(name);
  }

  /** Creates a page with a name. */
  Path report(String name, String... options) {
    Path file = temp.resolve(name + ".html");
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--output", file.toString()));
    CommandRun.succeed("report", all.toArray(new String[0]));
    return file;
  }

  /** Returns the data of a page. */
  static JsonNode data(Path page) throws IOException {
    String text = Files.readString(page);
    String start = "id=\"data\">";
    int from = text.indexOf(start) + start.length();
    return new ObjectMapper().readTree(text.substring(from, text.indexOf("</script>", from)));
  }

  static List<String> ids(JsonNode data) {
    return texts(data.get("sentences").findValues("id"));
  }

  /** Returns the texts of a list. */
  static List<String> texts(Iterable<JsonNode> list) {
    List<String> texts = new ArrayList<>();
    list.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  /** Returns the weights of a sentence, [heads of all layers, queries, keys]. */
  static double[] weights(JsonNode data, JsonNode sentence) throws IOException {
    int steps = data.get("steps").asInt();
    byte[] deflated = Base64.getDecoder().decode(sentence.get("weights").asText());
    byte[] bytes = new InflaterInputStream(new ByteArrayInputStream(deflated)).readAllBytes();
    int size = steps == 255 ? 1 : 2;
    double[] weights = new double[bytes.length / size];
    for (int i = 0; i < weights.length; i++) {
      int step = bytes[i * size] & 0xff;
      step += size == 2 ? (bytes[i * size + 1] & 0xff) << 8 : 0;
      weights[i] = (double) step / steps;
    }
    return weights;
  }

  static void assertWeights(double[] found, List<Float> expected, double within) {
    assertThat(found).hasSize(expected.size());
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i]).isCloseTo(expected.get(i), offset(within));
    }
  }

  /** Runs analyze. Returns the run folder. */
  Path analyze(String name, String... options) {
    Path output = temp.resolve(name);
    CommandRun.succeed("analyze", with(options, "--output", output.toString()));
    return output;
  }

  /** Verifies a figure with the rounding of a page. */
  static void requireNumber(JsonNode found, Double expected) {
    if (expected == null || expected.isNaN()) {
      assertThat(found.isNull()).isTrue();
    } else {
      assertThat(found.asDouble()).isCloseTo(expected, withinPercentage(1e-3));
    }
  }

  void refuse(List<String> options, String... words) {
    List<String> all = new ArrayList<>(List.of("report"));
    all.addAll(options);
    all.addAll(List.of("--output", temp.resolve("refused.html").toString()));
    CommandRun.refuse(all, words);
    assertThat(temp.resolve("refused.html")).doesNotExist();
  }
}
