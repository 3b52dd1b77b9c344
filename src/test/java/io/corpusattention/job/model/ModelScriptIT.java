package io.corpusattention.job.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.cli.JobProcess;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs jobs/model with a real Maven and a real model. */
class ModelScriptIT {
  private static final String NAME = "all-MiniLM-L6-v2";
  private static final Path GOLDEN = Path.of("src/test/resources/published/" + NAME + ".txt");

  @TempDir private Path temp;

  @Test
  void theTensorsAreThoseThatOnnxReadsBitForBit() throws Exception {
    JobProcess job = JobProcess.run("model", temp, Map.of(), NAME, "--output", "minilm");
    assertThat(job.exitCode()).as(job.err()).isZero();
    assertThat(job.errorLines()).isEmpty();
    assertThat(job.out()).contains("103 tensors", "Apache-2.0", "minilm");
    Path folder = temp.resolve("minilm");
    assertThat(tensors(folder.resolve("model.safetensors")))
        .containsExactlyElementsOf(Files.readAllLines(GOLDEN));
    JsonNode config = new ObjectMapper().readTree(folder.resolve("config.json").toFile());
    assertThat(config.get("num_hidden_layers").asInt()).isEqualTo(6);
    assertThat(config.get("hidden_size").asInt()).isEqualTo(384);
    assertThat(Files.readString(folder.resolve("SOURCE.txt")))
        .contains(NAME, "Apache-2.0", "dev.langchain4j");

    JobProcess again = JobProcess.run("model", temp, Map.of(), NAME, "--output", "minilm");
    assertThat(again.exitCode()).isEqualTo(2);
    assertThat(again.errorLines())
        .containsExactly("error: --output minilm: already exists; choose another folder");

    Files.createFile(temp.resolve("file"));
    JobProcess within = JobProcess.run("model", temp, Map.of(), NAME, "--output", "file/minilm");
    assertThat(within.exitCode()).as(within.err()).isEqualTo(2);
    assertThat(within.errorLines())
        .singleElement()
        .asString()
        .startsWith("error: --output file/minilm: cannot be made: ");
  }

  /** Returns the name, shape and SHA-256 of each tensor in the format of the golden file. */
  private static List<String> tensors(Path file) throws Exception {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    int length = Math.toIntExact(bytes.getLong());
    String header = new String(bytes.array(), Long.BYTES, length, StandardCharsets.UTF_8);
    List<String> tensors = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : new ObjectMapper().readTree(header).properties()) {
      if (!entry.getKey().equals("__metadata__")) {
        JsonNode tensor = entry.getValue();
        int from = tensor.at("/data_offsets/0").asInt();
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(
            bytes.array(), Long.BYTES + length + from, tensor.at("/data_offsets/1").asInt() - from);
        String shape =
            StreamSupport.stream(tensor.get("shape").spliterator(), false)
                .map(JsonNode::asText)
                .collect(Collectors.joining("x"));
        tensors.add(entry.getKey() + " " + shape + " " + HexFormat.of().formatHex(digest.digest()));
      }
    }
    return tensors;
  }

  @Test
  void aNameStandsForAModelInWhichItsAttendsToLawAndApplication() throws Exception {
    String corpus = JobProcess.ROOT.resolve("data-samples/corpus.txt").toString();
    JobProcess job =
        JobProcess.run(
            "attend",
            temp,
            Map.of(),
            "--input",
            corpus,
            "--model=" + NAME,
            "--show",
            "its",
            "--output",
            "attention");
    assertThat(job.exitCode()).as(job.err()).isZero();
    assertThat(JobProcess.ROOT.resolve("target/models").resolve(NAME)).isDirectory();
    assertThat(job.out())
        .contains(
            "Input      1 file, 3.9 KiB",
            "Sentences  80 read, 80 written, 0 rejected",
            "in 480 rows",
            NAME + " (bert)")
        .contains(
            "\"its\" in \"The law will never be perfect, but its application should be just.\"");
    // The results of transformers for the same model.
    assertThat(weight(job, "application", "(2.1)")).isCloseTo(0.88, Offset.offset(0.01));
    assertThat(weight(job, "law", "(3.1)")).isCloseTo(0.79, Offset.offset(0.01));
  }

  private static double weight(JobProcess job, String word, String head) {
    String line =
        job.out().lines().filter(l -> l.startsWith("  " + word + " ")).findFirst().orElseThrow();
    assertThat(line).endsWith(head);
    return Double.parseDouble(line.strip().split(" +", -1)[1]);
  }

  @Test
  void aNameInAFileOfConfigStandsForAModelToo() throws Exception {
    Path config = temp.resolve("my.properties");
    Files.writeString(config, "# mine\nmodel = " + NAME + "\nlimit: 2\nlayers 5\n");
    Files.writeString(temp.resolve("text.txt"), "The cat sat on the mat.\n");
    JobProcess job =
        JobProcess.run(
            "attend",
            temp,
            Map.of(),
            "--config",
            "my.properties",
            "--input",
            "text.txt",
            "--output",
            "attention");
    assertThat(job.exitCode()).as(job.err()).isZero();
    assertThat(job.out()).contains(NAME + " (bert), 6 layers of 12 heads; layers written: 5");
  }

  @Test
  void aNameThatIsNotKnownIsToldInOneLine() throws Exception {
    JobProcess job = JobProcess.run("model", temp, Map.of(), "gpt-5");
    assertThat(job.exitCode()).isEqualTo(2);
    assertThat(job.errorLines())
        .singleElement()
        .asString()
        .startsWith("error: --model gpt-5: no such model is known; known are all-MiniLM-L6-v2, ");
  }

  @Test
  void withoutANetworkOneLineSaysHowToGiveAFolder() throws Exception {
    Path settings = Files.createDirectories(temp.resolve(".m2")).resolve("settings.xml");
    Files.writeString(settings, "<settings><offline>true</offline></settings>");
    Map<String, String> offline = Map.of("MAVEN_OPTS", "-Duser.home=" + temp); // affects only Maven
    JobProcess job = JobProcess.run("model", temp, offline, NAME, "--output", "minilm");
    assertThat(job.exitCode()).isEqualTo(3);
    assertThat(job.errorLines())
        .singleElement()
        .asString()
        .startsWith("error: --model " + NAME + ": Maven could not fetch ")
        .endsWith("or give a folder that save_pretrained wrote");
    assertThat(temp.resolve("minilm")).doesNotExist();
  }
}
