package io.corpusattention.job.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Writes corpora and weights for tests as real files. */
public final class Corpora {
  public static final int WIDTH = 16;
  public static final DataType FLOATS = DataTypes.createArrayType(DataTypes.FloatType);
  public static final DataType DOUBLES = DataTypes.createArrayType(DataTypes.DoubleType);
  public static final DataType STRINGS = DataTypes.createArrayType(DataTypes.StringType);

  private Corpora() {}

  /** Returns the schema: sentence_id as long, tokens, and embeddings as flat floats. */
  public static StructType schema() {
    return schema(DataTypes.LongType, FLOATS);
  }

  public static StructType schema(DataType id, DataType embeddings) {
    return new StructType()
        .add("sentence_id", id)
        .add("tokens", STRINGS)
        .add("embeddings", embeddings);
  }

  /** Returns sentences of 1 to 40 tokens. Sentence i does not depend on the count. */
  public static List<Row> sentences(int count) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int n = 1 + (i * 7) % 40;
      rows.add(RowFactory.create((long) i, words(n), floats(i, n * WIDTH)));
    }
    return rows;
  }

  public static List<String> words(int n) {
    List<String> words = new ArrayList<>();
    for (int i = 0; i < n; i++) {
      words.add("w" + i);
    }
    return words;
  }

  public static List<Float> floats(int seed, int length) {
    SplittableRandom random = new SplittableRandom(seed);
    List<Float> values = new ArrayList<>(length);
    for (int i = 0; i < length; i++) {
      values.add((float) random.nextDouble(-1, 1));
    }
    return values;
  }

  /** Writes rows to the given number of Parquet files. */
  public static String write(Path folder, List<Row> rows, StructType schema, int files) {
    SharedSpark.session()
        .createDataFrame(rows, schema)
        .repartition(files)
        .write()
        .parquet(folder.toString());
    return folder.toString();
  }

  /** Returns the same rows in reverse order. */
  public static List<Row> reversed(List<Row> rows) {
    List<Row> reversed = new ArrayList<>(rows);
    Collections.reverse(reversed);
    return reversed;
  }

  /** Writes W_q, W_k and W_v, each [WIDTH, WIDTH]. */
  public static String weights(Path folder) {
    return weights(folder, WIDTH);
  }

  public static String weights(Path folder, int width) {
    try {
      Files.createDirectories(folder);
      for (String name : List.of("W_q", "W_k", "W_v")) {
        npy(folder.resolve(name + ".npy"), width, width, floats(name.hashCode(), width * width));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return folder.toString();
  }

  /** Writes a matrix to a .npy file. */
  public static void npy(Path file, int rows, int columns, List<Float> values) throws IOException {
    String header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + columns + "), }\n";
    ByteBuffer bytes =
        ByteBuffer.allocate(10 + header.length() + values.size() * Float.BYTES)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
    bytes.putShort((short) header.length());
    bytes.put(header.getBytes(StandardCharsets.ISO_8859_1));
    values.forEach(bytes::putFloat);
    Files.write(file, bytes.array());
  }
}
