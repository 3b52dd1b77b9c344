package io.corpusattention.job.summarize;

import io.corpusattention.analysis.summary.StopWords;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.job.run.WordIds;
import io.corpusattention.job.summarize.SentenceScorer.Received;
import io.corpusattention.table.AttentionRow;
import io.corpusattention.table.AttentionTable;
import io.corpusattention.table.AttentionTableSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/** The attention table to summarize, with the settings that decide how its words are scored. */
record SummarizeTable(AttentionTable table, SummarizeSettings settings) {
  private static final String MODEL_LAYERS = "corpusattention.model_layers";

  /**
   * Opens the table.
   *
   * @throws BadSettingException if it is not an attention table or has no tokens
   */
  static SummarizeTable open(SparkSession spark, SummarizeSettings settings) throws IOException {
    AttentionTable table =
        AttentionTable.open(spark, settings.inputs(), Setting.INPUT, settings.layers());
    table.requireTokens("summaries are made of them");
    return new SummarizeTable(table, settings);
  }

  /** Returns whether the table holds the attention of a model, with rows for each layer. */
  boolean ofModel() {
    return !table.layers().isEmpty();
  }

  /**
   * Returns the plan that scores words.
   *
   * @throws BadSettingException if the table cannot produce the requested output; its message is
   *     one line
   */
  SentenceScores scores(StopWords stopWords) {
    List<String> extra = new ArrayList<>(WordIds.columns(table));
    boolean wordIds = !extra.isEmpty();
    ChosenHeads heads = new ChosenHeads(table.layers(), table.heads(), heads());
    Received received = received();
    List<String> lists = new ArrayList<>();
    lists.add(
        received == Received.COLUMN
            ? AttentionTableSchema.ATTENTION_RECEIVED
            : AttentionTableSchema.ATTENTION);
    if (settings.documents()) {
      extra.add(settings.documentColumn());
      lists.add(AttentionTableSchema.ATTENTION);
    }
    Integer partitions = settings.records().partitions();
    AttentionTable read = received == Received.ROLLOUT ? table.together(partitions) : table;
    JavaRDD<AttentionRow> rows = read.rows(extra, lists.stream().distinct().toList());
    if (settings.documents()) {
      requireRanks();
    }
    SentenceScorer scorer =
        new SentenceScorer(
            stopWords,
            heads,
            received,
            wordIds ? 0 : -1,
            settings.documents() ? extra.size() - 1 : -1);
    return new SentenceScores(table, rows, scorer, partitions);
  }

  private BitSet heads() {
    String own = table.footer().get("corpusattention.layer");
    return settings
        .heads()
        .of(
            ofModel()
                ? table.layers()
                : Collections.singletonList(own == null ? null : Integer.valueOf(own)),
            table.heads());
  }

  private Received received() {
    if (settings.measure() == WordMeasure.ROLLOUT) {
      requireRollout();
      return Received.ROLLOUT;
    }
    boolean column = table.hasColumn(AttentionTableSchema.ATTENTION_RECEIVED);
    if (settings.heads().text() == null && column) {
      return Received.COLUMN;
    }
    if (column) {
      table.requireFull(
          "the scores of single heads need every weight", ", or leave ", Setting.HEADS, " out");
    } else {
      table.requireFull("without attention_received words are scored by every weight");
    }
    return Received.WEIGHTS;
  }

  /** Checks that the table has all layers and weights, because rollout multiplies all layers. */
  private void requireRollout() {
    Given given = Setting.MEASURE.of("rollout");
    if (settings.heads().text() != null) {
      throw given.bad("averages all heads; leave ", Setting.HEADS, " out");
    }
    if (!ofModel()) {
      throw given.bad(
          "multiplies all layers of a model, and the table has one layer; run jobs/attend with ",
          Setting.MODEL,
          ", or leave this out");
    }
    String all = table.footer().get(MODEL_LAYERS);
    if (!String.valueOf(table.layers().size()).equals(all)) {
      String what =
          "multiplies all "
              + all
              + " layers of a model, and "
              + table.layers().size()
              + (table.layers().size() == 1 ? " is" : " are");
      if (settings.layers().isAll()) {
        throw given.bad(what + " in the table; run jobs/attend without ", Setting.LAYERS);
      }
      throw given.bad(what + " chosen; leave ", Setting.LAYERS, " out");
    }
    table.requireFull("rollout needs every weight", ", or leave ", Setting.MEASURE, " out");
  }

  /** Checks the document column and that every weight between a sentence's tokens is available. */
  private void requireRanks() {
    Given given = Setting.DOCUMENT_COLUMN.of(settings.documentColumn());
    DataType type = table.columns().apply(settings.documentColumn()).dataType();
    if (type instanceof ArrayType
        || type instanceof MapType
        || type instanceof StructType
        || type instanceof BinaryType) {
      throw given.bad(
          "is "
              + type.catalogString()
              + ", where a document's name is text, a number or a date; name another column");
    }
    if (!table.selfAttention()) {
      throw given.bad(
          "keywords are ranked by the attention of a sentence's tokens to each other, and this table's queries come from elsewhere; leave it out, or run jobs/attend without ",
          Setting.QUERY,
          " and ",
          Setting.QUERY_COLUMN);
    }
    table.requireFull("keywords are ranked by every weight");
  }
}
