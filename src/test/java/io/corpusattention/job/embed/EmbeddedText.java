package io.corpusattention.job.embed;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.job.attend.Attend;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Writes text and vectors to the test's own folder and runs embed on them. */
abstract class EmbeddedText {
  @TempDir Path temp;
  String vectors;

  @BeforeEach
  void writeVectors() throws IOException {
    vectors = write("v/glove.txt", "a 1 2\nb 3 4\nc 5 6\n");
  }

  String write(String file, String text) throws IOException {
    Path path = temp.resolve(file);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text).toString();
  }

  Path output(String name) {
    return temp.resolve("runs").resolve(name);
  }

  /** Runs embed with these vectors and reads its table. */
  Map<String, Row> embed(String name, String input, String... more) {
    List<String> options = new ArrayList<>(List.of("--input", input));
    options.addAll(List.of("--output", output(name).toString()));
    options.addAll(List.of(more));
    if (!options.contains("--model") && !options.contains("--embedder")) {
      options.addAll(List.of("--vectors", vectors));
    }
    Embed.succeed(options.toArray(new String[0]));
    return Embed.table(output(name));
  }

  JsonNode counts(String name) throws IOException {
    return Attend.manifest(output(name)).get("counts");
  }

  /** Returns enough lines for several splits of a file. Line i contains its number. */
  static String manyLines(int lines) {
    StringBuilder text = new StringBuilder();
    for (int i = 1; i <= lines; i++) {
      text.append(i % 7 == 0 ? "" : "a b n" + i + " c".repeat(i % 60)).append('\n');
    }
    return text.toString();
  }
}
