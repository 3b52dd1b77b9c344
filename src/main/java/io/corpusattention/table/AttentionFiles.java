package io.corpusattention.table;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.corpus.PlainFiles;
import io.corpusattention.corpus.ReadFailure;
import io.corpusattention.corpus.files.FinishedRun;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.InputPaths;
import io.corpusattention.corpus.files.RunLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The files of an attention table, found and checked.
 *
 * @param label the setting that names the files, with its value, for messages
 * @param table the files as Spark reads them
 * @param footers what the footers of the files say about the table
 */
record AttentionFiles(
    Given label, CorpusSource source, Dataset<Row> table, AttentionFooters footers) {
  /**
   * Finds the files and reads their footers.
   *
   * @param inputs run folders of attend, or paths of Parquet files from its table
   * @param setting the setting that names the inputs, for messages
   * @param or what else the user may do if there is no table, as the end of the remedy
   * @throws BadSettingException if there is no attention table, its run did not finish, files or
   *     rows are missing, or the files come from different runs
   */
  static AttentionFiles open(SparkSession spark, List<String> inputs, Setting setting, Object... or)
      throws IOException {
    Given label = setting.of(String.join(",", inputs));
    Configuration conf = HadoopPaths.conf(spark);
    InputPaths.requireDistinctMatches(setting, inputs, conf);
    List<String> paths = new ArrayList<>();
    long rows = 0;
    boolean known = true;
    for (String input : inputs) {
      for (Path match : HadoopPaths.matches(setting, input, conf)) {
        FinishedRun.Table run =
            FinishedRun.table(setting.of(match), "attend", RunLayout.ATTENTION, match, conf)
                .orElse(new FinishedRun.Table(List.of(match), OptionalLong.empty(), null));
        run.files().forEach(file -> paths.add(file.toString()));
        known &= run.rows().isPresent();
        rows += run.rows().orElse(0);
      }
    }
    CorpusSource source = new CorpusSource.Paths(paths, CorpusSource.Paths.PARQUET);
    Dataset<Row> table;
    try {
      table = PlainFiles.load(spark, CorpusSource.Paths.PARQUET, paths);
    } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
      List<Object> problem =
          new ArrayList<>(
              List.of(
                  "holds no attention table; run jobs/attend first, and give the folder that it"
                      + " writes"));
      problem.addAll(List.of(or));
      throw label.bad(problem.toArray()).causedBy(ReadFailure.of(source, e));
    }
    AttentionFooters footers = AttentionFooters.read(spark, table.inputFiles(), label);
    FinishedRun.requireRows(
        label,
        known ? OptionalLong.of(rows) : OptionalLong.empty(),
        OptionalLong.of(footers.rows()));
    AttentionTableSchema.requireTypes(label, table.schema(), !footers.layers().isEmpty());
    return new AttentionFiles(label, source, table, footers);
  }
}
