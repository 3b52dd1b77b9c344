package io.corpusattention.table;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.OutsideFailure;
import io.corpusattention.corpus.files.RootCause;
import io.corpusattention.encoder.LayerNumbers;
import io.corpusattention.parquet.ParquetFiles;
import java.io.IOException;
import java.io.Serializable;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.schema.Type;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The combined content of the footers of a table's files.
 *
 * @param keys the keys that begin with "corpusattention." and their values, which all files share
 * @param columns the columns in the files; if another program dropped some, the schema that Spark
 *     stores in the footer may still list them
 * @param rows the number of rows in all files
 * @param widestRow the average size in bytes of a row in memory, in the row group with the widest
 *     rows
 * @param tiles whether a sentence may be split into several rows
 * @param asWritten whether the library that this project uses wrote the files; another program may
 *     have changed the order of the rows
 */
record AttentionFooters(
    Map<String, String> keys,
    Set<String> columns,
    long rows,
    long widestRow,
    boolean tiles,
    boolean asWritten) {
  static final String PREFIX = "corpusattention.";
  static final String ID_COLUMN = PREFIX + "id_column";
  static final String HEADS = PREFIX + "heads";
  static final String OUTPUT = PREFIX + "attention";
  static final String LAYERS = PREFIX + "layers";
  private static final String LAYER = PREFIX + "layer";
  private static final String VERSION = PREFIX + "version";

  /** Columns that hold at least one weight for each head. */
  private static final Set<String> WEIGHTS =
      Set.of(
          AttentionTableSchema.ATTENTION,
          AttentionTableSchema.ATTENTION_KEYS,
          AttentionTableSchema.KEPT_MASS);

  /** The start of the name of the library that this project writes files with. */
  private static final String WRITER = "parquet-mr";

  /** Spark tasks read the footers if there are more than this; each takes 1 ms on a local disk. */
  private static final int ON_DRIVER = 200;

  /** The content of one footer. */
  record Footer(
      String file,
      Map<String, String> keys,
      Map<String, String> types,
      long rows,
      long widestRow,
      long mostHeads,
      boolean tiles,
      boolean asWritten)
      implements Serializable {}

  /**
   * Reads the footers of all files.
   *
   * @param label the option with its value, for messages
   * @throws BadSettingException if a file is not part of an attention table, or if the files come
   *     from different runs
   */
  static AttentionFooters read(SparkSession spark, String[] files, Given label) {
    Configuration conf = HadoopPaths.conf(spark);
    List<Footer> footers =
        files.length <= ON_DRIVER
            ? Arrays.stream(files).map(file -> read(file, conf, label)).toList()
            : readInTasks(spark, files, conf, label);
    return of(footers, label);
  }

  /**
   * Combines footers, and checks that they belong to one attention table.
   *
   * @param footers one or more footers
   */
  static AttentionFooters of(List<Footer> footers, Given label) {
    Footer first = footers.get(0);
    for (Footer footer : footers) {
      requireAttention(footer, label);
      requireAgreement(first, footer, label);
    }
    return new AttentionFooters(
        first.keys(),
        Set.copyOf(first.types().keySet()),
        footers.stream().mapToLong(Footer::rows).sum(),
        footers.stream().mapToLong(Footer::widestRow).max().orElse(1),
        footers.stream().anyMatch(Footer::tiles),
        footers.stream().allMatch(Footer::asWritten));
  }

  /** Returns the layers in a model's table, or an empty list for a single-layer table. */
  List<Integer> layers() {
    String layers = keys.get(LAYERS);
    return layers == null ? List.of() : LayerNumbers.parse(layers);
  }

  private static List<Footer> readInTasks(
      SparkSession spark, String[] files, Configuration conf, Given label) {
    Broadcast<SerializableConfiguration> sent =
        SerializableConfiguration.broadcast(spark.sparkContext(), conf);
    try {
      return JavaSparkContext.fromSparkContext(spark.sparkContext())
          .parallelize(Arrays.asList(files), files.length / ON_DRIVER + 1)
          .map(file -> read(file, sent.value().value(), label))
          .collect();
    } catch (RuntimeException e) {
      BadSettingException bad = ExceptionUtils.throwableOfType(e, BadSettingException.class);
      throw bad == null ? e : bad;
    } finally {
      sent.destroy();
    }
  }

  private static Footer read(String file, Configuration conf, Given label) {
    Path path = new Path(URI.create(file));
    try (ParquetFileReader reader = ParquetFiles.open(path, conf)) {
      Map<String, String> keys = new TreeMap<>(reader.getFileMetaData().getKeyValueMetaData());
      keys.keySet().removeIf(key -> !key.startsWith(PREFIX));
      Map<String, String> types = new TreeMap<>();
      for (Type type : reader.getFileMetaData().getSchema().getFields()) {
        types.put(type.getName(), type.toString());
      }
      long rows = 0;
      long widest = 1;
      long mostHeads = Long.MAX_VALUE;
      boolean tiles = false;
      for (BlockMetaData block : reader.getFooter().getBlocks()) {
        rows += block.getRowCount();
        widest = Math.max(widest, bytes(block) / Math.max(1, block.getRowCount()));
        mostHeads = Math.min(mostHeads, mostHeads(block));
        tiles |= tiles(block);
      }
      String writer = Objects.toString(reader.getFileMetaData().getCreatedBy(), "");
      return new Footer(
          file, keys, types, rows, widest, mostHeads, tiles, writer.startsWith(WRITER));
    } catch (IOException | RuntimeException e) {
      throw OutsideFailure.or(
          e, () -> label.bad(file + " cannot be read as Parquet: " + RootCause.of(e)).causedBy(e));
    }
  }

  /**
   * Returns the size of a row group in memory, without context vectors, which are not read back.
   */
  private static long bytes(BlockMetaData block) {
    long bytes = 0;
    for (ColumnChunkMetaData column : block.getColumns()) {
      if (!column.getPath().toArray()[0].equals(AttentionTableSchema.CONTEXT)) {
        bytes += Math.max(column.getValueCount() * Long.BYTES, column.getTotalUncompressedSize());
      }
    }
    return bytes;
  }

  /** Returns the most heads for which every row of a row group can have weights. */
  private static long mostHeads(BlockMetaData block) {
    return block.getColumns().stream()
        .filter(column -> WEIGHTS.contains(column.getPath().toArray()[0]))
        .mapToLong(column -> column.getValueCount() / Math.max(1, block.getRowCount()))
        .min()
        .orElse(Long.MAX_VALUE);
  }

  /** Returns whether a row starts after query 0. Returns true if there are no statistics. */
  private static boolean tiles(BlockMetaData block) {
    for (ColumnChunkMetaData column : block.getColumns()) {
      if (column.getPath().toDotString().equals(AttentionTableSchema.QUERY_START)) {
        Statistics<?> statistics = column.getStatistics();
        return !(statistics != null
            && statistics.hasNonNullValue()
            && statistics.genericGetMax() instanceof Integer start
            && start == 0);
      }
    }
    return true;
  }

  private static void requireAttention(Footer footer, Given label) {
    boolean attention =
        footer.keys().containsKey(HEADS)
            && footer.keys().getOrDefault(HEADS, "").matches("[1-9][0-9]{0,4}")
            && footer.types().containsKey(footer.keys().getOrDefault(ID_COLUMN, ""))
            && footer.types().containsKey(AttentionTableSchema.NUM_TOKENS)
            && footer.types().containsKey(AttentionTableSchema.QUERY_START)
            && footer.types().containsKey(AttentionTableSchema.NUM_QUERIES)
            && footer.keys().getOrDefault(LAYER, "0").matches("[0-9]{1,4}")
            && areLayers(footer.keys().getOrDefault(LAYERS, "0"))
            && (!footer.keys().containsKey(LAYERS)
                || footer.types().containsKey(AttentionTableSchema.LAYER));
    if (!attention) {
      throw label.bad(
          footer.file()
              + " is not part of an attention table, which has certain columns and the keys "
              + PREFIX
              + "* in its footer; give the folder that jobs/attend wrote");
    }
    // Readers allocate a list for each head before they read a row.
    if (footer.rows() > 0 && Long.parseLong(footer.keys().get(HEADS)) > footer.mostHeads()) {
      throw label.bad(
          footer.file()
              + " has a footer that says it has "
              + footer.keys().get(HEADS)
              + " heads, but it has weights for fewer; write the table again with jobs/attend");
    }
  }

  private static boolean areLayers(String text) {
    if (!text.matches("[0-9]{1,4}([,-][0-9]{1,4})*")) {
      return false;
    }
    try {
      LayerNumbers.parse(text);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static void requireAgreement(Footer first, Footer footer, Given label) {
    String key = difference(first.keys(), footer.keys());
    if (key != null) {
      throw label.bad(
          "mixes runs: "
              + key
              + " is "
              + first.keys().getOrDefault(key, "not set")
              + " in "
              + first.file()
              + " and "
              + footer.keys().getOrDefault(key, "not set")
              + " in "
              + footer.file()
              + "; give runs of the same settings, or one");
    }
    String column = difference(first.types(), footer.types());
    if (column != null) {
      throw label.bad(
          "mixes tables of different columns: "
              + column
              + " is \""
              + first.types().getOrDefault(column, "not there")
              + "\" in "
              + first.file()
              + " and \""
              + footer.types().getOrDefault(column, "not there")
              + "\" in "
              + footer.file()
              + "; give runs of the same columns, or one");
    }
  }

  /** Returns the first key whose values differ, or null. The program's version may differ. */
  private static String difference(Map<String, String> one, Map<String, String> other) {
    TreeSet<String> keys = new TreeSet<>(one.keySet());
    keys.addAll(other.keySet());
    keys.remove(VERSION);
    return keys.stream()
        .filter(key -> !Objects.equals(one.get(key), other.get(key)))
        .findFirst()
        .orElse(null);
  }
}
