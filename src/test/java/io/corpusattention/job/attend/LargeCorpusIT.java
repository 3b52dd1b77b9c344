package io.corpusattention.job.attend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.corpusattention.cli.JobProcess;
import io.corpusattention.job.run.Corpora;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SplittableRandom;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.ReadSupport;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests long sentences, and many sentences, with little memory. */
@Tag("thorough")
class LargeCorpusIT {
  private static final MessageType SCHEMA =
      MessageTypeParser.parseMessageType(
          "message corpus { required int64 sentence_id; required group embeddings (LIST) {"
              + " repeated group list { required float element; } } }");

  @TempDir private Path temp;

  private String corpus(int sentences, int tokens, int width) throws IOException {
    Path file = temp.resolve("corpus.parquet");
    SplittableRandom random = new SplittableRandom(4);
    SimpleGroupFactory groups = new SimpleGroupFactory(SCHEMA);
    try (ParquetWriter<Group> writer =
        ExampleParquetWriter.builder(
                HadoopOutputFile.fromPath(
                    new org.apache.hadoop.fs.Path(file.toUri()), new Configuration()))
            .withType(SCHEMA)
            .withDictionaryEncoding(false)
            .withRowGroupSize(8L << 20)
            .build()) {
      for (int i = 0; i < sentences; i++) {
        Group row = groups.newGroup().append("sentence_id", (long) i);
        Group list = row.addGroup("embeddings");
        for (int v = 0; v < tokens * width; v++) {
          list.addGroup("list").append("element", (float) random.nextDouble(-2, 2));
        }
        writer.write(row);
      }
    }
    return file.toString();
  }

  private Path attend(String input, String weights, String memory, String output, String... more)
      throws Exception {
    String[] options = new String[6 + more.length];
    System.arraycopy(
        new String[] {"--input", input, "--weights", weights, "--output", output},
        0,
        options,
        0,
        6);
    System.arraycopy(more, 0, options, 6, more.length);
    JobProcess job =
        JobProcess.attend(temp, Map.of("SPARK_SUBMIT_ARGS", "--driver-memory " + memory), options);
    assertThat(job.exitCode()).as(job.err()).isZero();
    return temp.resolve(output);
  }

  @Test
  void aSentenceOf8192TokensAnd12HeadsGoesThroughIn4GiB() throws Exception {
    String input = corpus(1, 8192, 768);
    String weights = Corpora.weights(temp.resolve("weights"), 768);
    Path top = attend(input, weights, "4g", "top", "--heads", "12", "--attention", "top-k:8");
    Path full = attend(input, weights, "4g", "full", "--heads", "12", "--compression", "none");
    int queries = 0;
    int tiles = 0;
    try (Rows rows = new Rows(full, "required int32 query_start; required int32 num_queries;")) {
      for (Group row = rows.next(); row != null; row = rows.next(), tiles++) {
        assertThat(row.getInteger("query_start", 0)).isEqualTo(queries);
        queries += row.getInteger("num_queries", 0);
      }
    }
    assertThat(queries).isEqualTo(8192);
    assertThat(tiles).isGreaterThan(100);

    // The first query of every head, in both tables.
    int[] keys = new int[12];
    float[] heaviest = new float[12];
    try (Rows rows = new Rows(full, "required int32 num_queries; " + list("attention", "float"))) {
      Group row = rows.next();
      int rowQueries = row.getInteger("num_queries", 0);
      Group attention = row.getGroup("attention", 0);
      assertThat(attention.getFieldRepetitionCount(0)).isEqualTo(12 * rowQueries * 8192);
      for (int head = 0; head < 12; head++) {
        double sum = 0;
        for (int key = 0; key < 8192; key++) {
          float weight = attention.getGroup(0, head * rowQueries * 8192 + key).getFloat(0, 0);
          sum += weight;
          if (weight > heaviest[head]) {
            heaviest[head] = weight;
            keys[head] = key;
          }
        }
        assertThat(sum).isCloseTo(1, within(1e-5));
      }
    }
    try (Rows rows =
        new Rows(
            top,
            "required int32 num_queries; "
                + list("attention_keys", "int32")
                + list("attention_weights", "float"))) {
      Group first = rows.next();
      int rowQueries = first.getInteger("num_queries", 0);
      for (int head = 0; head < 12; head++) {
        int at = head * rowQueries * 8;
        assertThat(first.getGroup("attention_keys", 0).getGroup(0, at).getInteger(0, 0))
            .isEqualTo(keys[head]);
        assertThat(first.getGroup("attention_weights", 0).getGroup(0, at).getFloat(0, 0))
            .isEqualTo(heaviest[head]);
      }
    }
  }

  @Test
  void aCorpusManyTimesTheHeapGoesThrough() throws Exception {
    String weights = Corpora.weights(temp.resolve("weights"), 64);
    Path output =
        attend(corpus(100_000, 24, 64), weights, "512m", "run", "--compression", "snappy");
    assertThat(Attend.manifest(output).at("/counts/written").asInt()).isEqualTo(100_000);
    assertThat(Attend.manifest(output).at("/counts/tokens").asInt()).isEqualTo(2_400_000);
  }

  private static String list(String name, String type) {
    return "required group "
        + name
        + " (LIST) { repeated group list { required "
        + type
        + " element; } } ";
  }

  /** Reads some columns of the rows in a table's single file, in order. */
  private static final class Rows implements AutoCloseable {
    private final ParquetReader<Group> reader;

    Rows(Path run, String columns) throws IOException {
      String name = Attend.contents(run.resolve("attention")).keySet().iterator().next();
      Configuration conf = new Configuration();
      conf.set(ReadSupport.PARQUET_READ_SCHEMA, "message table { " + columns + " }");
      reader =
          ParquetReader.builder(
                  new GroupReadSupport(),
                  new org.apache.hadoop.fs.Path(run.resolve("attention").resolve(name).toUri()))
              .withConf(conf)
              .build();
    }

    Group next() throws IOException {
      return reader.read();
    }

    @Override
    public void close() throws IOException {
      reader.close();
    }
  }
}
