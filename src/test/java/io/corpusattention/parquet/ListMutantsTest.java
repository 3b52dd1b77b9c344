package io.corpusattention.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests files that are damaged at random. The list reader must refuse a file with an exception,
 * within seconds and without much memory, or return the same values as parquet-java's record
 * reader. It may return values for a file that the record reader refuses only if they are the
 * values before the damage.
 */
class ListMutantsTest {
  private static final Path WHOLE = Path.of("src/test/resources/lists");
  private static final List<StructField> COLUMNS =
      List.of(field("f", DataTypes.FloatType), field("s", DataTypes.StringType));

  private static final int SECONDS = 10;
  private static final long MOST_BYTES = 64 << 20; // zstd can expand a page of 2 KB to this size

  private final TwoReaders readers = new TwoReaders();

  @TempDir Path temp;

  /** The column of an undamaged file, with its values. */
  private record Seed(Path file, byte[] bytes, StructField column, List<List<Object>> values) {}

  private enum Outcome {
    SAME_VALUES,
    VALUES_BEFORE_THE_DAMAGE,
    LARGE_ZSTD_WINDOW,
    LEFT_TO_SPARK,
    REFUSED
  }

  @Test
  void refusesDamageOrGivesWhatParquetJavaGives() throws Exception {
    assertOutcomes(0, 2000);
  }

  @Test
  @Tag("thorough")
  void refusesMuchDamageOrGivesWhatParquetJavaGives() throws Exception {
    assertOutcomes(2000, Long.getLong("mutants", 100_000));
  }

  private void assertOutcomes(long from, long count) throws Exception {
    List<Seed> seeds = seeds();
    Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    ExecutorService thread = Executors.newSingleThreadExecutor(ListMutantsTest::daemon);
    try {
      for (long i = from; i < from + count; i++) {
        Seed seed = seeds.get((int) (i % seeds.size()));
        Path file = temp.resolve("mutant " + i + " of " + seed.file.getFileName());
        Files.write(file, new ListMutants(i).next(seed.bytes, seed.column.name()));
        outcomes.merge(outcome(file, seed, thread), 1, Integer::sum);
        Files.delete(file);
      }
    } finally {
      thread.shutdown();
    }
    System.out.println("Files damaged at random: " + outcomes);
    assertThat(outcomes.get(Outcome.SAME_VALUES)).isGreaterThan((int) (count / 20));
    assertThat(outcomes.get(Outcome.REFUSED)).isGreaterThan((int) (count / 2));
  }

  private Outcome outcome(Path file, Seed seed, ExecutorService thread) throws Exception {
    List<List<Object>> values;
    try {
      values =
          thread.submit(() -> withLittleMemory(file, seed.column)).get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      assertThat(e.getCause()).as(file.toString()).isInstanceOf(Exception.class);
      return Outcome.REFUSED;
    }
    if (values == null) {
      return Outcome.LEFT_TO_SPARK;
    }
    List<List<Object>> expected;
    Outcome outcome = Outcome.SAME_VALUES;
    try {
      expected = readers.byRecords(file, seed.column.name());
    } catch (IOException | RuntimeException | OutOfMemoryError e) {
      if (isOfLargeWindow(e)) {
        return Outcome.LARGE_ZSTD_WINDOW;
      }
      expected = seed.values;
      outcome = Outcome.VALUES_BEFORE_THE_DAMAGE;
    }
    assertThat(values).as(file.toString()).isEqualTo(expected);
    return outcome;
  }

  /**
   * Returns whether a refusal is about a large window. The list reader decompresses a whole page
   * without a window, but a stream limits the window's memory.
   */
  private static boolean isOfLargeWindow(Throwable refusal) {
    Throwable cause = refusal.getCause();
    return cause instanceof IOException && cause.getMessage().contains("too much memory");
  }

  private List<List<Object>> withLittleMemory(Path file, StructField column) throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    try {
      return readers.byLists(file, column);
    } finally {
      assertThat(threads.getCurrentThreadAllocatedBytes() - before)
          .as(file.toString())
          .isLessThan(MOST_BYTES);
    }
  }

  private List<Seed> seeds() throws IOException {
    List<Path> files;
    try (Stream<Path> list = Files.list(WHOLE)) {
      files = list.sorted().toList();
    }
    List<Seed> seeds = new ArrayList<>();
    for (Path file : files) {
      for (StructField column : COLUMNS) {
        List<List<Object>> values = readers.byRecords(file, column.name());
        assertThat(readers.byLists(file, column)).as(file.toString()).isEqualTo(values);
        seeds.add(new Seed(file, Files.readAllBytes(file), column, values));
      }
    }
    return seeds;
  }

  private static Thread daemon(Runnable run) {
    Thread thread = new Thread(run, "reader of lists");
    thread.setDaemon(true);
    return thread;
  }

  private static StructField field(String name, DataType element) {
    return new StructType().add(name, DataTypes.createArrayType(element, true)).apply(name);
  }
}
