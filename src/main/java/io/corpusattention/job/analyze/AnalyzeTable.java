package io.corpusattention.job.analyze;

import io.corpusattention.analysis.MeteredRow;
import io.corpusattention.analysis.relation.Syntax;
import io.corpusattention.analysis.word.Words;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.corpus.row.SyntaxColumns;
import io.corpusattention.job.run.Positions;
import io.corpusattention.job.run.Progress;
import io.corpusattention.job.run.Sent;
import io.corpusattention.job.run.ShownSettings;
import io.corpusattention.job.run.WordIds;
import io.corpusattention.table.AttentionRow;
import io.corpusattention.table.AttentionTable;
import io.corpusattention.table.AttentionTableSchema;
import io.corpusattention.table.SentencesTableSchema;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * Attention that is read from a table.
 *
 * @param together whether all rows of a sentence are in sequence
 */
record AnalyzeTable(AttentionTable table, boolean together, AnalyzeSettings settings)
    implements AnalyzeInput {
  /**
   * Opens a table.
   *
   * @throws BadSettingException if it is not an attention table or lacks weights
   */
  static AnalyzeTable open(SparkSession spark, AnalyzeSettings settings) throws IOException {
    CorpusSource input = settings.input();
    Integer partitions = settings.records().partitions();
    if (!(input instanceof CorpusSource.Paths files)
        || !files.format().equals(CorpusSource.Paths.PARQUET)) {
      throw input
          .given()
          .bad(
              "an attention table is read from the Parquet files that jobs/attend wrote; give ",
              Setting.INPUT,
              ", or ",
              Setting.WEIGHTS,
              " to compute attention for embedded sentences, or ",
              Setting.MODEL,
              " for text");
    }
    AttentionTable table =
        AttentionTable.open(
            spark,
            files.paths(),
            Setting.INPUT,
            settings.layers(),
            ", or give text and ",
            Setting.MODEL);
    table.requireFull(
        "the statistics take every weight",
        ", or give the text and ",
        Setting.MODEL,
        ", which computes them without a table");
    boolean together =
        table.layers().size() > 1
            || (table.hasTiles() && TableColumns.of(table).names().contains(SyntaxColumns.HEADS));
    if (together) {
      table = table.together(partitions);
    } else if (partitions != null) {
      table = table.partitionedById(partitions);
    }
    return new AnalyzeTable(table, together || !table.hasTiles(), settings);
  }

  @Override
  public Facts facts() {
    Map<String, String> footer = table.footer();
    List<Integer> layers = table.layers();
    String layer = footer.get("corpusattention.layer");
    return new Facts(
        layers.isEmpty()
            ? Collections.singletonList(layer == null ? null : Integer.valueOf(layer))
            : layers,
        table.heads(),
        table.selfAttention(),
        table.hasTokens(),
        "causal".equals(footer.get("corpusattention.mask")),
        String.valueOf(layers.size()).equals(footer.get("corpusattention.model_layers")),
        table.columns().apply(table.idColumn()),
        table.inputFiles(),
        table.source(),
        footer.get("corpusattention.random_weights"),
        Positions.of(footer.get("corpusattention.positions")),
        OptionalLong.of(table.numRows()));
  }

  @Override
  public void show(ShownSettings shown) {
    if (settings.input() instanceof CorpusSource.Paths files) {
      shown.put(Setting.INPUT, files.paths());
      shown.put(Setting.LAYERS, settings.layers().text());
    }
  }

  @Override
  public Map<String, Object> description() {
    return Map.of();
  }

  @Override
  public JavaRDD<SentenceWords> words() {
    RowWords words = new RowWords(table.selfAttention(), TableColumns.of(table));
    Integer first = table.layers().isEmpty() ? null : table.layers().get(0);
    return table
        .rows(words.columns().names(), List.of())
        .filter(
            row ->
                row.queryStart() == 0 && row.tokens() != null && Objects.equals(row.layer(), first))
        .map(words::of);
  }

  @Override
  public JavaPairRDD<Integer, AnalyzePart> parts(
      Sent<Metering> metering, int tasks, Progress.Counter done) {
    RowWords words = new RowWords(table.selfAttention(), TableColumns.of(table));
    JavaRDD<AttentionRow> rows =
        table.rows(words.columns().names(), List.of(AttentionTableSchema.ATTENTION));
    boolean whole = together;
    return rows.mapPartitionsToPair(
        part -> new Parts(part, words, whole, metering.value(), tasks, done));
  }

  @Override
  public AnalyzeInput inWholeSentences() {
    return together
        ? this
        : new AnalyzeTable(table.together(settings.records().partitions()), true, settings);
  }

  /** The extra columns of a row that describe its words and their syntax, in order. */
  private record TableColumns(List<String> names) implements Serializable {
    static TableColumns of(AttentionTable table) {
      List<String> names = new ArrayList<>(WordIds.columns(table));
      if (is(table, SyntaxColumns.HEADS, SyntaxColumns::areHeads)
          && is(table, SyntaxColumns.RELATIONS, SyntaxColumns::areRelations)) {
        names.add(SyntaxColumns.HEADS);
        names.add(SyntaxColumns.RELATIONS);
      }
      if (is(table, SentencesTableSchema.TRUNCATED, DataTypes.BooleanType::equals)) {
        names.add(SentencesTableSchema.TRUNCATED);
      }
      return new TableColumns(names);
    }

    private static boolean is(AttentionTable table, String name, Predicate<DataType> fits) {
      return table.hasColumn(name) && fits.test(table.columns().apply(name).dataType());
    }

    Object in(AttentionRow row, String name) {
      int at = names.indexOf(name);
      return at < 0 ? null : row.extra()[at];
    }
  }

  private record RowWords(boolean selfAttention, TableColumns columns) implements Serializable {
    SentenceWords of(AttentionRow row) {
      Words keys =
          row.tokens() == null
              ? null
              : WordIds.of(row, columns.in(row, SentencesTableSchema.WORD_IDS));
      if (!selfAttention) {
        Words queries = row.queryTokens() == null ? null : Words.of(row.queryTokens(), null);
        return new SentenceWords(keys, queries, null);
      }
      return new SentenceWords(keys, keys, syntax(row));
    }

    private Syntax syntax(AttentionRow row) {
      Object heads = columns.in(row, SyntaxColumns.HEADS);
      String[] relations = (String[]) columns.in(row, SyntaxColumns.RELATIONS);
      Rejection unfit = SyntaxColumns.unfit(heads, relations);
      if (unfit != null) {
        throw Setting.INPUT
            .given()
            .bad(
                "the row of "
                    + row.id()
                    + ": "
                    + unfit.detail()
                    + "; fix the columns heads and relations");
      }
      boolean cut = Boolean.TRUE.equals(columns.in(row, SentencesTableSchema.TRUNCATED));
      return SyntaxColumns.of(heads, relations, cut);
    }
  }

  /** Measures one row at a time. */
  private static final class Parts extends AnalyzeParts {
    private final Iterator<AttentionRow> rows;
    private final RowWords words;
    private final List<Integer> layers;
    private final Meter meter;
    private final Progress.Counter done;

    /**
     * @param together whether all rows of a sentence are in sequence
     */
    Parts(
        Iterator<AttentionRow> rows,
        RowWords words,
        boolean together,
        Metering metering,
        int tasks,
        Progress.Counter done) {
      super(tasks);
      this.rows = rows;
      this.words = words;
      this.layers = metering.plan().layers();
      this.meter = meter(metering, together);
      this.done = done;
    }

    @Override
    boolean advance() {
      if (!rows.hasNext()) {
        return false;
      }
      AttentionRow row = rows.next();
      SentenceWords text = words.of(row);
      int layer = row.layer() == null ? 0 : layers.indexOf(row.layer());
      meter.add(
          new MeteredRow(
              row.id(),
              layer,
              row.attention(),
              row.numTokens(),
              row.queryStart(),
              row.numQueries(),
              text.keys(),
              text.queries(),
              text.syntax()),
          null);
      boolean first = row.queryStart() == 0 && layer == 0;
      if (first) {
        countRead();
      }
      done.add(1, first ? row.numTokens() : 0);
      return true;
    }
  }
}
