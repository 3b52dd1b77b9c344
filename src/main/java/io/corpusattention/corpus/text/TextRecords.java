package io.corpusattention.corpus.text;

import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.corpus.ReadFailure;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.text.TextFormat.Count;
import io.corpusattention.corpus.text.TextFormat.NumberedSplit;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.RDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;

/**
 * The records of text files, numbered from 1 across all files ordered by path. Numbers do not
 * depend on how the files are split: if they are read in parts, a first pass counts the records in
 * each part.
 */
record TextRecords(CorpusSource source, TextFormat format, TextFiles files) {
  /**
   * Returns the records as rows, one partition per task.
   *
   * @param limit the most records to take; null for all
   */
  RDD<RawRow> rows(SparkSession spark, TextSchema schema, Integer limit, TextCorpus.Load load) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    Broadcast<SerializableConfiguration> conf =
        SerializableConfiguration.broadcast(spark.sparkContext(), files.conf());
    List<List<NumberedSplit>> tasks =
        numbered(context, files.splits(context.defaultParallelism(), load), conf, limit);
    Rows rows = new Rows(format, schema, limit == null ? Long.MAX_VALUE : limit, conf);
    return (tasks.isEmpty()
            ? context.<RawRow>emptyRDD()
            : context.parallelize(tasks, tasks.size()).flatMap(List::iterator).flatMap(rows::of))
        .rdd();
  }

  private List<List<NumberedSplit>> numbered(
      JavaSparkContext context,
      List<List<TextSplit>> tasks,
      Broadcast<SerializableConfiguration> conf,
      Integer limit) {
    boolean one = tasks.size() == 1 && tasks.get(0).size() == 1;
    List<Count[]> counts =
        one || tasks.isEmpty()
            ? List.<Count[]>of(new Count[] {new Count(0, 0)})
            : counts(context, tasks, conf);
    List<List<NumberedSplit>> numbered = new ArrayList<>();
    long before = 0;
    long linesBefore = 0;
    String file = "";
    for (int i = 0; i < tasks.size() && (limit == null || before < limit); i++) {
      List<NumberedSplit> task = new ArrayList<>();
      for (int j = 0; j < tasks.get(i).size(); j++) {
        TextSplit split = tasks.get(i).get(j);
        linesBefore = split.file().equals(file) ? linesBefore : 0;
        file = split.file();
        task.add(new NumberedSplit(split, before, linesBefore));
        before += counts.get(i)[j].records();
        linesBefore += counts.get(i)[j].lines();
      }
      numbered.add(task);
    }
    return numbered;
  }

  private List<Count[]> counts(
      JavaSparkContext context,
      List<List<TextSplit>> tasks,
      Broadcast<SerializableConfiguration> conf) {
    TextFormat counted = format;
    try {
      return context
          .parallelize(tasks, tasks.size())
          .map(
              task ->
                  task.stream()
                      .map(split -> counted.count(split, conf.value().value()))
                      .toArray(Count[]::new))
          .collect();
    } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
      throw ReadFailure.of(source, e);
    }
  }

  /** Converts parts of files to rows, in a task. */
  private record Rows(
      TextFormat format, TextSchema schema, long most, Broadcast<SerializableConfiguration> conf)
      implements Serializable {
    Iterator<RawRow> of(NumberedSplit split) {
      Iterator<RawRow> rows = format.rows(split, schema, conf.value().value());
      return new Iterator<>() {
        private long number = split.recordsBefore();

        @Override
        public boolean hasNext() {
          return number < most && rows.hasNext();
        }

        @Override
        public RawRow next() {
          number++;
          return rows.next();
        }
      };
    }
  }
}
