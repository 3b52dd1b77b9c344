package io.corpusattention.ml;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.job.run.SharedSpark;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Verifies that the examples in docs/pipelines.md compile and run unchanged and separate the
 * classes.
 */
class PipelinesPageTest {
  /** Replaces the model that the page names, which Maven would have to download. */
  private static final String MODEL = "src/test/resources/encoders/gelu";

  @TempDir private Path temp;

  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  /** Returns the lines of all Java code blocks in sequence. */
  private static List<String> example() throws Exception {
    return BLOCK
        .matcher(Files.readString(Path.of("docs/pipelines.md")))
        .results()
        .flatMap(block -> block.group(1).lines())
        .map(line -> line.replace("target/models/all-MiniLM-L6-v2", MODEL))
        .toList();
  }

  /**
   * Returns a class around these lines, with a method that returns the tables of both Pipelines.
   */
  private static String source() throws Exception {
    String imports =
        example().stream()
            .filter(line -> line.startsWith("import "))
            .collect(Collectors.joining("\n"));
    String statements =
        example().stream()
            .filter(line -> !line.startsWith("import "))
            .collect(Collectors.joining("\n"));
    return imports
        + "\npublic class Example {\n"
        + "public static java.util.List<Dataset<Row>> run(org.apache.spark.sql.SparkSession spark)"
        + " throws Exception {\n"
        + statements
        + "\nreturn java.util.List.of(scored, predicted);\n}\n}\n";
  }

  @Test
  @SuppressWarnings("unchecked")
  void theExamplesRun() throws Exception {
    Path file = Files.writeString(temp.resolve("Example.java"), source());
    int failed =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                temp.toString(),
                file.toString());
    assertThat(failed).isZero();
    try (URLClassLoader loader =
        new URLClassLoader(
            new URL[] {temp.toUri().toURL()}, Thread.currentThread().getContextClassLoader())) {
      Method run = loader.loadClass("Example").getMethod("run", SparkSession.class);
      for (Dataset<Row> table : (List<Dataset<Row>>) run.invoke(null, SharedSpark.session())) {
        List<Row> scored = table.collectAsList();
        assertThat(scored).hasSize(8);
        assertThat(scored)
            .allSatisfy(
                row ->
                    assertThat(row.<Double>getAs("prediction"))
                        .isEqualTo(row.<Integer>getAs("label").doubleValue()));
      }
    }
  }
}
