package io.corpusattention.job.analyze;

import io.corpusattention.analysis.CorpusMeter;
import io.corpusattention.analysis.WordIndex;
import io.corpusattention.analysis.Words;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.job.run.Positions;
import io.corpusattention.job.run.Progress;
import io.corpusattention.job.run.Sent;
import io.corpusattention.job.run.WordIds;
import io.corpusattention.table.AttentionRow;
import io.corpusattention.table.AttentionTable;
import io.corpusattention.table.AttentionTableSchema;
import java.io.IOException;
import java.io.Serializable;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;

/** Attention as a table has it. */
record AnalyzeTable(AttentionTable table) implements AnalyzeInput {
  /**
   * Opens a table.
   *
   * @throws BadSettingException where it is none, or lacks weights
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
              " to compute attention for embedded sentences");
    }
    AttentionTable table =
        AttentionTable.open(spark, files.paths(), Setting.INPUT, settings.layer());
    table.requireFull("the statistics take every weight");
    return new AnalyzeTable(partitions == null ? table : table.partitionedById(partitions));
  }

  @Override
  public Facts facts() {
    return new Facts(
        table.heads(),
        table.heads(),
        table.selfAttention(),
        table.hasTokens(),
        table.columns().apply(table.idColumn()).dataType(),
        table.paths(),
        table.source(),
        table.footer().get("corpusattention.random_weights"),
        Positions.of(table.footer().get("corpusattention.positions")),
        OptionalLong.of(table.numRows()));
  }

  @Override
  public JavaRDD<SentenceWords> words() {
    RowWords words = new RowWords(table.selfAttention());
    return table
        .rows(WordIds.columns(table), List.of())
        .filter(row -> row.queryStart() == 0 && row.tokens() != null)
        .map(words::of);
  }

  @Override
  public JavaPairRDD<Integer, AnalyzePart> parts(
      Sent<WordIndex> index, int tasks, Progress.Counter done) {
    JavaRDD<AttentionRow> rows =
        table.rows(WordIds.columns(table), List.of(AttentionTableSchema.ATTENTION));
    int heads = table.heads();
    boolean self = table.selfAttention();
    boolean whole = !table.hasTiles();
    return rows.mapPartitionsToPair(
        part -> new Parts(part, heads, self, whole, index.value(), tasks, done));
  }

  private record RowWords(boolean selfAttention) implements Serializable {
    SentenceWords of(AttentionRow row) {
      Words keys = row.tokens() == null ? null : WordIds.of(row);
      Words queries = keys;
      if (!selfAttention) {
        queries = row.queryTokens() == null ? null : Words.of(row.queryTokens(), null);
      }
      return new SentenceWords(keys, queries);
    }
  }

  /** Measures row after row. */
  private static final class Parts extends AnalyzeParts {
    private final Iterator<AttentionRow> rows;
    private final RowWords words;
    private final CorpusMeter meter;
    private final Progress.Counter done;

    /**
     * @param whole whether each row is a sentence
     */
    Parts(
        Iterator<AttentionRow> rows,
        int heads,
        boolean selfAttention,
        boolean whole,
        WordIndex index,
        int tasks,
        Progress.Counter done) {
      super(tasks);
      this.rows = rows;
      this.words = new RowWords(selfAttention);
      this.meter = new CorpusMeter(heads, selfAttention, whole, null, index, tasks, this);
      this.done = done;
    }

    @Override
    CorpusMeter meter() {
      return meter;
    }

    @Override
    boolean advance() {
      if (!rows.hasNext()) {
        return false;
      }
      AttentionRow row = rows.next();
      SentenceWords text = words.of(row);
      meter.add(
          row.id(),
          row.attention(),
          row.numTokens(),
          row.queryStart(),
          row.numQueries(),
          text.keys(),
          text.queries());
      boolean first = row.queryStart() == 0;
      if (first) {
        countRead();
      }
      done.add(1, first ? row.numTokens() : 0);
      return true;
    }
  }
}
