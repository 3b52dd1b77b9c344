package io.corpusattention.job.attend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.job.run.Corpora;
import io.corpusattention.job.run.SharedSpark;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.io.InputFile;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Verifies that attend reads files from pyarrow, Polars, DuckDB and Spark exactly as pyarrow reads
 * them, bit for bit. Uses the selection in the repository, or all files of
 * src/test/python/differential_inputs.py, which says how to run it.
 *
 * <p>W_v is the identity and a token sees only itself, so the context vectors are the embeddings.
 */
class DifferentialInputsTest {
  private static final Path INPUTS =
      Path.of(System.getProperty("differential.inputs", "src/test/resources/differential"));

  @TempDir private Path temp;

  private final SparkSession spark = SharedSpark.session();
  private final List<String> disagreements = new ArrayList<>();
  private int records;
  private int refused;

  @Test
  void attendSeesWhatPyarrowReads() throws IOException {
    int width = 4;
    List<Float> identity = new ArrayList<>(Collections.nCopies(width * width, 0f));
    for (int i = 0; i < width; i++) {
      identity.set(i * (width + 1), 1f);
    }
    Path weights = Files.createDirectories(temp.resolve("weights"));
    List<Float> zeros = Collections.nCopies(width * width, 0f);
    Corpora.npy(weights.resolve("W_q.npy"), width, width, zeros);
    Corpora.npy(weights.resolve("W_k.npy"), width, width, zeros);
    Corpora.npy(weights.resolve("W_v.npy"), width, width, identity);
    List<Path> folders;
    try (Stream<Path> all = Files.list(INPUTS)) {
      folders = all.sorted().toList();
    }
    for (Path folder : folders) {
      compare(folder, weights);
    }
    System.out.println(
        folders.size()
            + " inputs, of which "
            + refused
            + " are refused, "
            + records
            + " records, "
            + disagreements.size()
            + " disagreements");
    disagreements.forEach(System.out::println);
    assertThat(folders).isNotEmpty();
    assertThat(disagreements).isEmpty();
  }

  private void compare(Path folder, Path weights) throws IOException {
    JsonNode expected = new ObjectMapper().readTree(folder.resolve("expected.json").toFile());
    String name = folder.getFileName().toString();
    Path output = temp.resolve(name);
    List<String> options = new ArrayList<>(List.of("--weights", weights.toString()));
    for (JsonNode option : expected.get("options")) {
      options.add(
          option
              .asText()
              .replace("INPUT", folder.resolve("input").toString())
              .replace("FILES", files(folder.resolve("input"))));
    }
    options.addAll(List.of("--mask", "window:0", "--attention", "none", "--context", "tokens"));
    options.addAll(List.of("--on-bad-record", "reject", "--output", output.toString()));
    Map<String, String> conf = new TreeMap<>();
    expected.get("conf").properties().forEach(e -> conf.put(e.getKey(), e.getValue().asText()));
    conf.forEach((key, value) -> spark.conf().set(key, value));
    Attend run;
    try {
      run = Attend.run(options.toArray(new String[0]));
    } finally {
      conf.keySet().forEach(spark.conf()::unset);
    }
    if (expected.has("refused")) {
      refused++;
      List<String> missing = new ArrayList<>();
      expected.get("refused").forEach(word -> missing.add(word.asText()));
      missing.removeIf(run.err()::contains);
      if (run.exitCode() != 2 || run.err().lines().count() != 1 || !missing.isEmpty()) {
        disagreements.add(
            name + ": exit code " + run.exitCode() + " without " + missing + ": " + line(run));
      }
    } else if (run.err().contains("has no values") && hasPageWithoutValues(folder)) {
      refused++; // pyarrow may write such pages if pages are very small
    } else if (run.exitCode() != 0) {
      disagreements.add(name + ": exit code " + run.exitCode() + ": " + line(run));
    } else {
      List<String> seen = seen(output);
      List<String> read = new ArrayList<>();
      expected.get("records").forEach(record -> read.add(new TreeMap<>(fields(record)).toString()));
      records += read.size();
      List<String> tooMany = new ArrayList<>(seen);
      read.forEach(tooMany::remove);
      seen.forEach(read::remove);
      read.forEach(record -> disagreements.add(name + ": only pyarrow reads " + record));
      tooMany.forEach(record -> disagreements.add(name + ": only attend sees " + record));
    }
  }

  /** Returns whether parquet-java finds a data page without values. */
  private static boolean hasPageWithoutValues(Path folder) throws IOException {
    List<String> files;
    try (Stream<Path> all = Files.walk(folder.resolve("input"))) {
      files = all.map(Path::toString).filter(path -> path.endsWith(".parquet")).toList();
    }
    for (String file : files) {
      InputFile opened =
          HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(file), new Configuration());
      try (ParquetFileReader reader = ParquetFileReader.open(opened)) {
        for (PageReadStore group = reader.readNextRowGroup();
            group != null;
            group = reader.readNextRowGroup()) {
          for (ColumnDescriptor column : reader.getFileMetaData().getSchema().getColumns()) {
            PageReader pages = group.getPageReader(column);
            for (DataPage page = pages.readPage(); page != null; page = pages.readPage()) {
              if (page.getValueCount() == 0) {
                return true;
              }
            }
          }
        }
      }
    }
    return false;
  }

  private static String line(Attend run) {
    return run.err().lines().limit(3).collect(Collectors.joining(" "));
  }

  private static String files(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return "";
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(Path::toString)
          .filter(path -> path.endsWith(".parquet"))
          .sorted()
          .collect(Collectors.joining(","));
    }
  }

  private static Map<String, String> fields(JsonNode record) {
    Map<String, String> fields = new TreeMap<>();
    record.properties().forEach(field -> fields.put(field.getKey(), shown(field.getValue())));
    return fields;
  }

  private static String shown(JsonNode value) {
    if (value.isArray()) {
      List<String> elements = new ArrayList<>();
      value.forEach(element -> elements.add(element.asText()));
      return elements.toString();
    }
    return value.isNull() ? null : value.asText();
  }

  /** Returns the records of a run in the form of the expected records. */
  private List<String> seen(Path output) {
    List<String> seen = new ArrayList<>();
    for (Row row : spark.read().parquet(output + "/attention").collectAsList()) {
      Map<String, Object> record = new TreeMap<>();
      for (String column : row.schema().fieldNames()) {
        int at = row.fieldIndex(column);
        if (at == 0) {
          record.put("id", row.get(at).toString());
        } else if (row.schema().apply(at).dataType().catalogString().equals("array<string>")) {
          record.put("tokens", row.isNullAt(at) ? null : row.getList(at).toString());
        } else if (column.equals("context")) {
          record.put("embeddings", hex(row.getList(at)));
        } else if (List.of("doc", "part").contains(column)) {
          record.put(column, row.isNullAt(at) ? null : row.get(at).toString());
        }
      }
      record.putIfAbsent("tokens", null);
      seen.add(record.toString());
    }
    if (Files.exists(output.resolve("rejected"))) {
      for (Row row : spark.read().parquet(output + "/rejected").collectAsList()) {
        Map<String, Object> record = new TreeMap<>();
        record.put("id", row.isNullAt(0) ? null : row.get(0).toString());
        record.put("reason", row.getString(1));
        seen.add(record.toString());
      }
    }
    return seen;
  }

  private static String hex(List<Float> values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.size() * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    values.forEach(bytes::putFloat);
    return HexFormat.of().formatHex(bytes.array());
  }
}
