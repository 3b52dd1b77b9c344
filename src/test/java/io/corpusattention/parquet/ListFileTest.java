package io.corpusattention.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.corpus.ReadFailure;
import io.corpusattention.job.run.SharedSpark;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.parquet.column.ParquetProperties.WriterVersion;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructField;
import org.junit.jupiter.api.Test;

/**
 * Tests which files the list reader reads itself, which it leaves to Spark, and which are damaged.
 */
class ListFileTest extends ListTables {
  @Test
  void readsPlainAndDictionaryPagesOfEitherVersionItself() throws IOException {
    for (String version : List.of("PARQUET_1_0", "PARQUET_2_0")) {
      String path =
          write(
              randomRows(500, 0.1),
              Map.of("parquet.writer.version", version, "parquet.page.size", "3000"));
      assertThat(readsItself(path, "vectors")).isTrue();
      assertThat(readsItself(path, "words")).isTrue();
    }
  }

  @Test
  void leavesOtherEncodingsToSpark() throws IOException {
    String path =
        write(
            randomRows(500, 0.1),
            Map.of("parquet.writer.version", "PARQUET_2_0", "parquet.enable.dictionary", "false"));
    assertThat(readsItself(path, "words")).isFalse();
    assertSameRows(path);
  }

  @Test
  void leavesListsOfTwoLevelsToSpark() throws IOException {
    String path =
        write(
            "message spark_schema { required int64 id;"
                + " optional group vectors (LIST) { repeated float array; } }",
            group -> {
              Group list = group.append("id", 1L).addGroup("vectors");
              list.append("array", 1.5f).append("array", -2f);
            });
    assertThat(readsItself(path, "vectors")).isFalse();
    assertThat(assertSameRows(path).get(0).getList(1)).containsExactly(1.5f, -2f);
  }

  @Test
  void readsListsThatCannotBeNullAndWhateverTheirLevelsAreCalled() throws IOException {
    String path =
        write(
            "message spark_schema { required int64 id;"
                + " required group vectors (LIST) { repeated group bag { required float item; } }"
                + " optional group words (LIST) { repeated group list {"
                + " optional binary element (UTF8); } } }",
            group -> {
              Group list = group.append("id", 1L).addGroup("vectors");
              list.addGroup("bag").append("item", 1.5f);
              list.addGroup("bag").append("item", -2f);
              group.addGroup("words").addGroup("list").append("element", "käse");
            });
    assertThat(readsItself(path, "vectors")).isTrue();
    Row row = assertSameRows(path).get(0);
    assertThat(row.getList(1)).containsExactly(1.5f, -2f);
    assertThat(row.getList(2)).containsExactly("käse");
  }

  @Test
  void tellsThatAFileIsDamagedOrReadsItAndNothingElse() throws IOException {
    int told = 0;
    Random random = new Random(7);
    for (String version : List.of("PARQUET_1_0", "PARQUET_2_0")) {
      String folder =
          write(
              randomRows(100, 0.7),
              Map.of("parquet.writer.version", version, "compression", "none"));
      byte[] whole = Files.readAllBytes(files(Path.of(folder)).get(0));
      for (int i = 0; i < 25; i++) {
        byte[] damaged = whole.clone();
        for (int flips = 0; flips < 3; flips++) {
          damaged[4 + random.nextInt(whole.length - 3000)] ^= (byte) (1 << random.nextInt(8));
        }
        Path file = temp.resolve("damaged " + version + i + ".parquet");
        Files.write(file, damaged);
        try {
          Dataset<Row> lists = withListReader(file.toString()).select("vectors", "words");
          assertThat(lists.collectAsList()).isNotNull();
        } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
          CorpusSource source = new CorpusSource.Paths(List.of(file.toString()), "parquet");
          assertThat(ReadFailure.of(source, e)).isInstanceOf(BadSettingException.class);
          told++;
        }
      }
    }
    assertThat(told).isGreaterThan(5);
  }

  /** Writes one record with parquet-java, without Spark. */
  private String write(String schema, Consumer<Group> fill) throws IOException {
    MessageType type = MessageTypeParser.parseMessageType(schema);
    Path file = temp.resolve("file " + System.nanoTime() + ".parquet");
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(new LocalOutputFile(file))
            .withType(type)
            .withWriterVersion(WriterVersion.PARQUET_1_0)
            .build()) {
      Group group = new SimpleGroup(type);
      fill.accept(group);
      writer.write(group);
    }
    return file.toString();
  }

  /** Returns whether the list reader reads the column itself instead of leaving it to Spark. */
  private static boolean readsItself(String path, String column) throws IOException {
    StructField field = read(path).schema().apply(column);
    boolean all = true;
    for (Path file : files(Path.of(path))) {
      try (ListFile lists =
          ListFile.open(
              TwoReaders.part(file),
              List.of(field),
              Set.of(),
              SharedSpark.session().sessionState().newHadoopConf())) {
        all &= lists != null;
      }
    }
    return all;
  }

  private static List<Path> files(Path path) throws IOException {
    if (Files.isRegularFile(path)) {
      return List.of(path);
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path, "*.parquet")) {
      List<Path> list = new ArrayList<>();
      files.forEach(list::add);
      return list;
    }
  }
}
