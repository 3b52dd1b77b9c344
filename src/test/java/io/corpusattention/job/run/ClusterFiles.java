package io.corpusattention.job.run;

import static org.apache.parquet.schema.LogicalTypeAnnotation.stringType;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.BINARY;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.FLOAT;
import static org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName.INT64;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.IntBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.FileMetaData;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.Types;

/**
 * The files of a run. Writes embedded sentences and weights, which are always the same and give
 * enough work to kill the run midway, and reads the resulting table.
 */
final class ClusterFiles {
  static final int SENTENCES = 3_030;
  static final int HEADS = 4;

  /** Smaller than a row group, so that each row group becomes a separate task. */
  static final int SPLIT_BYTES = 300_000;

  /** The number of row groups, which is about the number of tasks in a run. */
  static final int ROW_GROUPS = 61;

  private static final int WIDTH = 64; // d_model
  static final int FILES = 6;
  private static final int GROUPS_PER_FILE = 10;
  private static final int GROUP_SENTENCES = 50;
  private static final int LONG_SENTENCES = 30;

  private static final MessageType SCHEMA =
      Types.buildMessage()
          .required(INT64)
          .named("sentence_id")
          .optionalList()
          .optionalElement(BINARY)
          .as(stringType())
          .named("tokens")
          .optionalList()
          .optionalElement(FLOAT)
          .named("embeddings")
          .named("sentence");

  private ClusterFiles() {}

  /** Computes one value of an embedding. */
  @FunctionalInterface
  private interface Value {
    float at(int token, int dimension);
  }

  /** Writes W_q.npy, W_k.npy and W_v.npy. */
  static void writeWeights(Path folder) {
    Corpora.weights(folder, WIDTH);
  }

  /** Writes all {@value #SENTENCES} sentences, with ids from 0. */
  static void writeSentences(Path folder) throws IOException {
    Files.createDirectories(folder);
    Random random = new Random(11);
    long id = 0;
    for (int file = 0; file < FILES; file++) {
      try (ParquetWriter<Group> writer =
          writer(folder.resolve("part-%02d.parquet".formatted(file)))) {
        for (int i = 0; i < GROUPS_PER_FILE * GROUP_SENTENCES; i++) {
          write(writer, id++, 4 + random.nextInt(37), (t, d) -> (float) random.nextGaussian());
        }
      }
    }
    // Spark starts with the largest part of the input. This part is small on disk, because its
    // embeddings have only two values. So it is the last task and the longest one, which Spark
    // speculates on.
    try (ParquetWriter<Group> writer = writer(folder.resolve("part-99.parquet"))) {
      for (int i = 0; i < LONG_SENTENCES; i++) {
        write(writer, id++, 300, (token, dimension) -> (token + dimension) % 2 == 0 ? 0.25f : -1f);
      }
    }
  }

  /** Writes one sentence that contains a NaN. */
  static void writeBadSentence(Path file, long id) throws IOException {
    try (ParquetWriter<Group> writer = writer(file)) {
      write(writer, id, 5, (token, dimension) -> token == 3 ? Float.NaN : 1);
    }
  }

  private static ParquetWriter<Group> writer(Path file) throws IOException {
    return ExampleParquetWriter.builder(new LocalOutputFile(file))
        .withType(SCHEMA)
        .withRowGroupRowCountLimit(GROUP_SENTENCES)
        .build();
  }

  private static void write(ParquetWriter<Group> writer, long id, int tokens, Value value)
      throws IOException {
    Group row = new SimpleGroupFactory(SCHEMA).newGroup().append("sentence_id", id);
    Group words = row.addGroup("tokens");
    Group embeddings = row.addGroup("embeddings");
    for (int token = 0; token < tokens; token++) {
      words.addGroup(0).append("element", "w" + (id + token) % 500);
      for (int dimension = 0; dimension < WIDTH; dimension++) {
        embeddings.addGroup(0).append("element", value.at(token, dimension));
      }
    }
    writer.write(row);
  }

  /** A row of the table, with floats as bits. */
  record Row(List<String> tokens, IntBuffer attention, IntBuffer context, IntBuffer received) {}

  /** Reads files of a table by id. Fails if an id occurs twice. */
  static SortedMap<Long, Row> rows(List<InputFile> files) throws IOException {
    SortedMap<Long, Row> rows = new TreeMap<>();
    for (InputFile file : files) {
      try (ParquetFileReader reader = ParquetFileReader.open(file)) {
        for (PageReadStore group = reader.readNextRowGroup();
            group != null;
            group = reader.readNextRowGroup()) {
          addRows(reader.getFooter().getFileMetaData(), group, rows);
        }
      }
    }
    return rows;
  }

  private static void addRows(FileMetaData file, PageReadStore group, Map<Long, Row> rows) {
    MessageType schema = file.getSchema();
    // Reads column by column, because parquet-java's own rows create an object for every float.
    ColumnReadStoreImpl columns =
        new ColumnReadStoreImpl(
            group,
            new GroupRecordConverter(schema).getRootConverter(),
            schema,
            file.getCreatedBy());
    ColumnReader id = column(columns, schema, "sentence_id");
    ColumnReader tokens = column(columns, schema, "tokens", "list", "element");
    ColumnReader attention = column(columns, schema, "attention", "list", "element");
    ColumnReader context = column(columns, schema, "context", "list", "element");
    ColumnReader received = column(columns, schema, "attention_received", "list", "element");
    for (long row = 0; row < group.getRowCount(); row++) {
      long key = id.getLong();
      id.consume();
      Row previous =
          rows.put(key, new Row(strings(tokens), bits(attention), bits(context), bits(received)));
      assertThat(previous).as("another row of sentence %d", key).isNull();
    }
  }

  private static ColumnReader column(
      ColumnReadStoreImpl columns, MessageType schema, String... path) {
    return columns.getColumnReader(schema.getColumnDescription(path));
  }

  private static List<String> strings(ColumnReader column) {
    List<String> strings = new ArrayList<>();
    eachOfRow(column, () -> strings.add(column.getBinary().toStringUsingUTF8()));
    return strings;
  }

  private static IntBuffer bits(ColumnReader column) {
    IntStream.Builder bits = IntStream.builder();
    eachOfRow(column, () -> bits.add(Float.floatToRawIntBits(column.getFloat())));
    return IntBuffer.wrap(bits.build().toArray());
  }

  /** Iterates over one list. The next list, and the end of the column, have repetition level 0. */
  private static void eachOfRow(ColumnReader column, Runnable element) {
    do {
      if (column.getCurrentDefinitionLevel() == column.getDescriptor().getMaxDefinitionLevel()) {
        element.run();
      }
      column.consume();
    } while (column.getCurrentRepetitionLevel() > 0);
  }
}
