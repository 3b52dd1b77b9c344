package io.corpusattention.job.analyze;

import io.corpusattention.analysis.CorpusFindings;
import io.corpusattention.analysis.relation.RelationFindings;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.encoder.LayerNumbers;
import io.corpusattention.job.run.Counts;
import io.corpusattention.job.run.JobRun;
import io.corpusattention.job.run.RunManifest;
import io.corpusattention.table.run.JsonBytes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Builds the contents of run.json, analysis.json and the footers of the tables that analyze writes.
 */
final class AnalyzeManifest {
  private AnalyzeManifest() {}

  /** Returns the keys and values in the footer of each file. */
  static Map<String, String> footer(AnalyzeInput input, AnalyzeSettings settings) {
    Map<String, String> footer = RunManifest.footer(settings.shown(input::show), Setting.MIN_COUNT);
    RunManifest.put(footer, "heads", input.facts().heads());
    List<Integer> layers = input.facts().layers();
    if (layers.get(0) != null) {
      RunManifest.put(footer, "layers", LayerNumbers.shown(layers));
    }
    return footer;
  }

  /** Returns the contents of run.json. */
  static Map<String, Object> contents(
      AnalyzeSettings settings,
      AnalyzeInput input,
      AnalyzeInput.Facts facts,
      Counts counts,
      CorpusFindings findings,
      JobRun run,
      double seconds,
      SparkSession spark) {
    Map<String, Object> contents = RunManifest.of(run, settings.shown(input::show));
    contents.putAll(input.description());
    RunManifest.putPositions(contents, facts.positions());
    Map<String, Object> counted = RunManifest.counts(counts);
    RelationFindings relations = findings.relations();
    if (relations.sentences() + relations.cut() + relations.withoutPieces() > 0) {
      counted.put("with_relations", relations.sentences());
      counted.put("cut_without_relations", relations.cut());
      counted.put("words_without_pieces", relations.withoutPieces());
    }
    contents.put("counts", counted);
    contents.put("timings", RunManifest.timings(run, seconds, counts));
    contents.put("versions", RunManifest.versions(spark));
    return contents;
  }

  /**
   * Returns the contents of analysis.json, which has the data of all tables in one file.
   *
   * @param rows the rows of the tables
   */
  static byte[] analysis(
      CorpusFindings findings,
      List<List<RawRow>> rows,
      AnalyzeInput.Facts facts,
      AnalyzeSettings settings) {
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("sentences", findings.sentences());
    contents.put("tokens", findings.queries());
    contents.put("layers", facts.layers());
    contents.put("heads", facts.heads());
    contents.put("self_attention", facts.selfAttention());
    contents.put("min_count", settings.minCount());
    contents.put("statistics", entries(AnalyzeTables.STATISTICS, rows, facts));
    contents.put("head_labels", findings.labels());
    contents.put("divergences", entries(AnalyzeTables.DIVERGENCES, rows, facts));
    contents.put("links", entries(AnalyzeTables.LINKS, rows, facts));
    contents.put("words", entries(AnalyzeTables.WORDS, rows, facts));
    contents.put("relations", entries(AnalyzeTables.RELATIONS, rows, facts));
    contents.put("examples", entries(AnalyzeTables.EXAMPLES, rows, facts));
    return JsonBytes.bytes(contents);
  }

  /** Returns the rows of a table, each as a map from column names to values. */
  private static List<Map<String, Object>> entries(
      int table, List<List<RawRow>> rows, AnalyzeInput.Facts facts) {
    StructType columns = AnalyzeTables.columns(table, facts.id());
    return rows.get(table).stream()
        .map(
            row -> {
              Map<String, Object> entry = new LinkedHashMap<>();
              for (int i = 0; i < columns.length(); i++) {
                StructField column = columns.apply(i);
                entry.put(
                    column.name(),
                    column.dataType().equals(DataTypes.StringType)
                        ? row.string(i)
                        : row.value(i, column.dataType()));
              }
              return entry;
            })
        .toList();
  }
}
