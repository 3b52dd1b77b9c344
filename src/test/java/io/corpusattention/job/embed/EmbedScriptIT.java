package io.corpusattention.job.embed;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.cli.JobProcess;
import io.corpusattention.job.attend.Attend;
import io.corpusattention.job.run.SharedSpark;
import io.corpusattention.text.GoldenEmbedder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs jobs/embed and then jobs/attend in separate processes on the sample. */
class EmbedScriptIT {
  private static final Path SAMPLES = JobProcess.ROOT.resolve("data-samples");

  @TempDir private Path temp;

  @Test
  void theSampleComesOutAsTheScriptThatMadeItHasItAndGoesOnToAttend() throws Exception {
    JobProcess embed =
        JobProcess.run(
            "embed", temp, Map.of(), "--input", SAMPLES + "/corpus.txt", "--output", "sentences");
    assertThat(embed.exitCode()).as(embed.err()).isZero();
    assertThat(embed.errorLines()).isEmpty();
    assertThat(embed.out())
        .contains("80 read, 80 written, 0 rejected", "0 unknown in the text")
        .contains("data-samples/vectors.txt (beside the input");
    Map<String, Row> table = Embed.table(temp.resolve("sentences"));
    assertThat(table).hasSize(80);
    for (Row row :
        SharedSpark.session().read().parquet(SAMPLES + "/sentences.parquet").collectAsList()) {
      Row embedded = table.get(row.get(0).toString());
      assertThat(Embed.tokens(embedded)).isEqualTo(Embed.tokens(row));
      assertThat(Embed.embeddings(embedded)).isEqualTo(Embed.embeddings(row));
    }
    JobProcess attend =
        JobProcess.attend(
            temp,
            Map.of(),
            "--input",
            "sentences",
            "--weights",
            SAMPLES + "/weights",
            "--output",
            "attention");
    assertThat(attend.exitCode()).as(attend.err()).isZero();
    assertThat(Attend.table(temp.resolve("attention"))).hasSize(80);
  }

  @Test
  void aModelsTokenizerComesOutOfTheJarAndLeavesNothingBehind() throws Exception {
    Path tmp = Files.createDirectory(temp.resolve("tmp"));
    JobProcess job =
        JobProcess.run(
            "embed",
            temp,
            Map.of(
                "SPARK_SUBMIT_ARGS",
                "--conf spark.driver.extraJavaOptions=-Djava.io.tmpdir=" + tmp),
            "--input",
            SAMPLES + "/corpus.txt",
            "--model",
            GoldenEmbedder.path("bert").toString(),
            "--output",
            "run");
    assertThat(job.exitCode()).as(job.err()).isZero();
    assertThat(Embed.tokens(Embed.table(temp.resolve("run")).get("1")))
        .startsWith("[CLS]", "the", "cat");
    try (Stream<Path> left = Files.list(tmp)) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.contains("corpus-attention") || name.contains("tokenizers"));
    }
  }

  @Test
  void theDictionariesOfTheJarTellWordsOfThaiAndRunJsonNamesTheirVersion() throws Exception {
    Path text = temp.resolve("thai.txt");
    Files.writeString(text, "แมวนอนหลับอยู่บนเสื่อในบ้าน\n");
    JobProcess job =
        JobProcess.run(
            "embed",
            temp,
            Map.of(),
            "--input",
            text.toString(),
            "--split",
            "sentences",
            "--language",
            "th",
            "--vectors",
            SAMPLES + "/vectors.txt",
            "--output",
            "run");
    assertThat(job.exitCode()).as(job.err()).isZero();
    assertThat(Embed.tokens(Embed.table(temp.resolve("run")).get("1.1")))
        .containsExactly("แมว", "นอน", "หลับ", "อยู่", "บน", "เสื่อ", "ใน", "บ้าน");
    assertThat(Files.readString(temp.resolve("run/run.json"))).contains("\"icu\" : \"77.1\"");
    try (JarFile jar =
        new JarFile(JobProcess.ROOT.resolve("target/corpus-attention.jar").toFile())) {
      assertThat(jar.stream().map(JarEntry::getName))
          .contains("io/corpusattention/shaded/icu/text/BreakIterator.class")
          .contains("META-INF/licenses/icu4j.txt")
          .noneMatch(name -> name.startsWith("com/ibm/icu/"));
    }
  }

  @Test
  void vectorsAreLearnedWithoutAWordOfWarning() throws Exception {
    JobProcess job =
        JobProcess.run(
            "embed",
            temp,
            Map.of(),
            "--input",
            SAMPLES + "/corpus.txt",
            "--embedder",
            "word2vec",
            "--output",
            "run");
    assertThat(job.exitCode()).as(job.err()).isZero();
    assertThat(job.err()).doesNotContain("WARN ");
    assertThat(temp.resolve("run/word2vec.txt")).exists();
  }

  @Test
  void helpTellsAllOptions() throws Exception {
    JobProcess job = JobProcess.run("embed", temp, Map.of(), "--help");
    assertThat(job.exitCode()).isZero();
    assertThat(job.out()).contains("--embedder", "--tokenizer", "--positions", "--save-vectors");
  }
}
