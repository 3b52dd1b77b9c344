package io.corpusattention.job.analyze;

import io.corpusattention.analysis.CorpusFindings;
import io.corpusattention.analysis.Estimate;
import io.corpusattention.analysis.example.Examples;
import io.corpusattention.analysis.example.Sought;
import io.corpusattention.analysis.relation.RelationFindings;
import io.corpusattention.analysis.word.ReceivingWord;
import io.corpusattention.analysis.word.WordLink;
import io.corpusattention.corpus.files.RunLayout;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.job.run.TableTask;
import io.corpusattention.job.run.TaskOutput;
import io.corpusattention.table.ParquetTableFile;
import io.corpusattention.table.RejectedTableSchema;
import io.corpusattention.table.TableSchema;
import io.corpusattention.table.TableWrite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The tables of analyze: their columns, their rows, and the one task that writes them. */
final class AnalyzeTables {
  /** The indexes of the tables in a write. */
  static final int STATISTICS = 0;

  static final int HEADS = 1;
  static final int DIVERGENCES = 2;
  static final int LINKS = 3;
  static final int WORDS = 4;
  static final int RELATIONS = 5;
  static final int EXAMPLES = 6;
  static final int REJECTED = 7;

  private AnalyzeTables() {}

  /** Returns the table schemas with a footer that describes them. */
  static List<TableSchema> schemas(StructField id, Map<String, String> footer) {
    List<TableSchema> schemas = new ArrayList<>();
    for (int table = 0; table < RunLayout.OF_ANALYZE.size(); table++) {
      schemas.add(
          new TableSchema(
              RunLayout.OF_ANALYZE.get(table), columns(table, id), new StructType(), footer));
    }
    schemas.add(RejectedTableSchema.of(id.dataType()));
    return schemas;
  }

  /**
   * Returns the columns of a table other than the table of rejected records.
   *
   * @param id the column with the ids of sentences
   */
  static StructType columns(int table, StructField id) {
    // The layer is null if there is only one layer, and in figures over several layers.
    StructType layer = new StructType().add("layer", DataTypes.IntegerType, true);
    return switch (table) {
      case STATISTICS ->
          estimates(
              layer
                  .add("head", DataTypes.IntegerType, true)
                  .add("statistic", DataTypes.StringType, false));
      case HEADS ->
          layer
              .add("head", DataTypes.IntegerType, false)
              .add("labels", DataTypes.createArrayType(DataTypes.StringType, false), false);
      case DIVERGENCES ->
          estimates(
              layer
                  .add("head", DataTypes.IntegerType, false)
                  .add("other_layer", DataTypes.IntegerType, true)
                  .add("other_head", DataTypes.IntegerType, false));
      case LINKS ->
          layer
              .add("query_word", DataTypes.StringType, false)
              .add("key_word", DataTypes.StringType, false)
              .add("weight", DataTypes.DoubleType, false)
              .add("meetings", DataTypes.LongType, false);
      case WORDS ->
          layer
              .add("word", DataTypes.StringType, false)
              .add("received", DataTypes.DoubleType, false)
              .add("occurrences", DataTypes.LongType, false)
              .add("rollout", DataTypes.DoubleType, true);
      case RELATIONS ->
          new StructType()
              .add("relation", DataTypes.StringType, false)
              .add("direction", DataTypes.StringType, false)
              .add("layer", DataTypes.IntegerType, true)
              .add("head", DataTypes.IntegerType, false)
              .add("share", DataTypes.DoubleType, false)
              .add("interval_low", DataTypes.DoubleType, true)
              .add("interval_high", DataTypes.DoubleType, true)
              .add("words", DataTypes.LongType, false)
              .add("offset", DataTypes.IntegerType, false)
              .add("offset_share", DataTypes.DoubleType, false);
      case EXAMPLES -> ExampleTable.columns(id);
      default -> throw new IllegalArgumentException("table " + table);
    };
  }

  private static StructType estimates(StructType first) {
    return first
        .add("sentence_mean", DataTypes.DoubleType, false)
        .add("interval_low", DataTypes.DoubleType, true)
        .add("interval_high", DataTypes.DoubleType, true)
        .add("token_mean", DataTypes.DoubleType, false)
        .add("sentences", DataTypes.LongType, false)
        .add("tokens", DataTypes.LongType, false);
  }

  /**
   * Returns the rows of each table except the table of rejected records.
   *
   * @param examples examples of the figures in {@link Sought#of}
   */
  static List<List<RawRow>> rows(CorpusFindings findings, Examples examples) {
    List<RawRow> statistics = new ArrayList<>();
    List<RawRow> heads = new ArrayList<>();
    List<List<String>> labels = findings.labels();
    for (int i = 0; i < findings.heads().size(); i++) {
      CorpusFindings.OfHead head = findings.heads().get(i);
      addTo(statistics, head);
      heads.add(RawRow.of(head.layer(), head.head(), labels.get(i)));
    }
    findings.layers().forEach(layer -> addTo(statistics, layer));
    findings.norms().forEach(head -> addTo(statistics, head));
    addTo(statistics, new CorpusFindings.OfHead(null, null, findings.rollout()));
    List<RawRow> divergences = new ArrayList<>();
    for (CorpusFindings.Divergence pair : findings.divergences()) {
      divergences.add(
          estimate(
              pair.estimate(), pair.layer(), pair.head(), pair.otherLayer(), pair.otherHead()));
    }
    Integer layer = findings.layers().size() == 1 ? findings.layers().get(0).layer() : null;
    List<RawRow> links = new ArrayList<>();
    for (WordLink link : findings.words().links()) {
      links.add(RawRow.of(layer, link.queryWord(), link.keyWord(), link.weight(), link.meetings()));
    }
    List<RawRow> words = new ArrayList<>();
    for (ReceivingWord word : findings.words().words()) {
      words.add(RawRow.of(layer, word.word(), word.received(), word.occurrences(), word.rollout()));
    }
    List<RawRow> relations =
        findings.relations().rows().stream().map(AnalyzeTables::relation).toList();
    return List.of(
        statistics,
        heads,
        divergences,
        links,
        words,
        relations,
        ExampleTable.rows(Sought.of(findings), examples));
  }

  private static RawRow relation(RelationFindings.Row found) {
    return RawRow.of(
        found.relation(),
        found.direction().id(),
        found.layer(),
        found.head(),
        found.share(),
        orNull(found.low()),
        orNull(found.high()),
        found.words(),
        found.offset(),
        found.offsetShare());
  }

  private static void addTo(List<RawRow> statistics, CorpusFindings.OfHead of) {
    of.statistics()
        .forEach((name, found) -> statistics.add(estimate(found, of.layer(), of.head(), name)));
  }

  private static RawRow estimate(Estimate estimate, Object... names) {
    List<Object> values = new ArrayList<>(Arrays.asList(names));
    values.add(estimate.sentenceMean());
    values.add(orNull(estimate.low()));
    values.add(orNull(estimate.high()));
    values.add(estimate.tokenMean());
    values.add(estimate.sentences());
    values.add(estimate.tokens());
    return RawRow.of(values.toArray());
  }

  /** Returns the number, or null for NaN. */
  private static Double orNull(double value) {
    return Double.isNaN(value) ? null : value;
  }

  /** Writes rows that the driver created. */
  static final class Writing extends TableTask<Integer, Integer> {
    private static final long serialVersionUID = 1;

    private final List<List<RawRow>> tables;

    Writing(TableWrite.Target target, List<List<RawRow>> tables) {
      super(target, REJECTED, true);
      this.tables = new ArrayList<>(tables);
    }

    @Override
    protected Work<Integer, Integer> begin(TaskContext task, TaskOutput output) throws IOException {
      for (int table = 0; table < tables.size(); table++) {
        ParquetTableFile file = output.file(table); // even an empty table has its schema
        for (RawRow row : tables.get(table)) {
          file.endRow(row);
        }
      }
      return new Work<>() {
        @Override
        public void take(Integer one) {}

        @Override
        public Integer result(long commitNanos) {
          return 0;
        }
      };
    }
  }
}
