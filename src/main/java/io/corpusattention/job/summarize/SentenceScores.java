package io.corpusattention.job.summarize;

import io.corpusattention.analysis.summary.ColumnSums;
import io.corpusattention.attention.Given;
import io.corpusattention.table.AttentionRow;
import io.corpusattention.table.AttentionTable;
import java.io.Serializable;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.commons.lang3.stream.Streams;
import org.apache.spark.HashPartitioner;
import org.apache.spark.Partitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;
import scala.Tuple3;

/**
 * The plan that turns rows of an attention table into scored sentences. If each row is a sentence,
 * it is scored where it is read. Layers and tiles are joined by a shuffle on the id, which moves
 * sums but never matrices.
 *
 * @param rows rows of the table with the columns that the scorer needs; for rollout, the rows of a
 *     sentence are in sequence
 * @param partitions number of partitions to collect sentences in; null to leave them where they are
 *     read
 */
record SentenceScores(
    AttentionTable table, JavaRDD<AttentionRow> rows, SentenceScorer scorer, Integer partitions) {
  /** Returns the number of tasks in a shuffle. The shuffled data is small compared to the input. */
  int shufflePartitions() {
    return partitions != null ? partitions : Math.max(1, rows.getNumPartitions());
  }

  JavaRDD<ScoredSentence> sentences() {
    List<Integer> layers = table.layers();
    boolean self = table.selfAttention();
    Given source = table.source().given();
    SentenceScorer of = scorer;
    JavaRDD<ScoredSentence> sentences =
        wholeSentences().map(part -> of.sentence(part.requireWhole(layers, self, source)));
    return partitions == null
        ? sentences
        : sentences
            .mapToPair(sentence -> new Tuple2<>(sentence.id(), sentence))
            .partitionBy(new HashPartitioner(partitions))
            .values();
  }

  private JavaRDD<SentencePart> wholeSentences() {
    JavaRDD<SentencePart> parts =
        scorer.ranked() && table.hasTiles() ? rankedParts() : plainParts();
    return table.hasTiles() || !table.layers().isEmpty()
        ? parts
            .mapToPair(part -> new Tuple2<>(new Tuple2<>(part.id, part.numTokens()), part))
            .reduceByKey(SentencePart::add, shufflePartitions())
            .values()
        : parts;
  }

  private JavaRDD<SentencePart> plainParts() {
    SentenceScorer of = scorer;
    Given source = table.source().given();
    return rows.mapPartitions(some -> parts(of, source, some, Map.of()));
  }

  /** Scores one row at a time, with the column sums of rows that are tiles. */
  private static Iterator<SentencePart> parts(
      SentenceScorer scorer,
      Given source,
      Iterator<AttentionRow> rows,
      Map<Object, double[]> columns) {
    SentenceRollout rollout =
        scorer.received() == SentenceScorer.Received.ROLLOUT
            ? new SentenceRollout(scorer.heads(), source)
            : null;
    return Streams.of(rows)
        .map(
            row ->
                scorer.part(row, columns.get(key(row)), rollout == null ? null : rollout.take(row)))
        .iterator();
  }

  /** Returns the key that all tiles of a sentence's layer share. */
  private static Tuple3<Object, Integer, Integer> key(AttentionRow row) {
    return new Tuple3<>(row.id(), row.numTokens(), row.layer());
  }

  /** The column sums of a sentence's tiles, and the partitions that contain the tiles. */
  private record Columns(ColumnSums sums, TreeSet<Integer> partitions) implements Serializable {
    Columns(ColumnSums sums, int partition) {
      this(sums, new TreeSet<>(List.of(partition)));
    }

    Columns add(Columns other) {
      sums.add(other.sums);
      partitions.addAll(other.partitions);
      return this;
    }
  }

  /**
   * Scores tiles. The proportional score of a tile's queries needs the column sums of the whole
   * sentence, so tiles are read twice. Their column sums are added by sentence and layer and sent
   * back to the partitions that contain the tiles. No matrix leaves the task that reads it.
   */
  private JavaRDD<SentencePart> rankedParts() {
    SentenceScorer of = scorer;
    Given source = table.source().given();
    JavaPairRDD<Integer, Tuple2<Object, double[]>> columns =
        rows.filter(row -> row.numQueries() < row.numTokens())
            .mapToPair(
                tile ->
                    new Tuple2<>(
                        key(tile), new Columns(of.columns(tile), TaskContext.getPartitionId())))
            .reduceByKey(Columns::add, shufflePartitions())
            .flatMapToPair(SentenceScores::backToPartitions)
            .partitionBy(new ByNumber(rows.getNumPartitions()));
    return rows.zipPartitions(columns, (some, sums) -> parts(of, source, some, byTile(sums)));
  }

  private static Iterator<Tuple2<Integer, Tuple2<Object, double[]>>> backToPartitions(
      Tuple2<Tuple3<Object, Integer, Integer>, Columns> sentence) {
    Tuple2<Object, double[]> sums = new Tuple2<>(sentence._1(), sentence._2().sums().values());
    return sentence._2().partitions().stream()
        .map(partition -> new Tuple2<>(partition, sums))
        .iterator();
  }

  /**
   * Returns the column sums of sentences with tiles in a partition. They are smaller than the
   * tiles.
   */
  private static Map<Object, double[]> byTile(
      Iterator<Tuple2<Integer, Tuple2<Object, double[]>>> sums) {
    Map<Object, double[]> columns = new HashMap<>();
    sums.forEachRemaining(sent -> columns.put(sent._2()._1(), sent._2()._2()));
    return columns;
  }

  /** Sends each record to the partition whose number is its key. */
  private static final class ByNumber extends Partitioner {
    private static final long serialVersionUID = 1;
    private final int count;

    ByNumber(int count) {
      this.count = count;
    }

    @Override
    public int numPartitions() {
      return count;
    }

    @Override
    public int getPartition(Object key) {
      return (Integer) key;
    }
  }
}
