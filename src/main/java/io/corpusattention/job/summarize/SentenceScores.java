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
 * The plan by which rows of an attention table become scored sentences: where they are read if each
 * row is a sentence; layers and tiles are joined by a shuffle on the id. What is shuffled are sums,
 * never matrices.
 *
 * @param rows of the table, with what the scorer needs; for rollout those of a sentence one after
 *     the other
 * @param partitions to gather sentences into; null to leave them where they are read
 */
record SentenceScores(
    AttentionTable table, JavaRDD<AttentionRow> rows, SentenceScorer scorer, Integer partitions) {
  /** Tasks of a shuffle: what is shuffled is small beside what is read. */
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

  /** Scores row after row, with the column sums of those that are tiles. */
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

  /** What tiles of a layer of a sentence have in common. */
  private static Tuple3<Object, Integer, Integer> key(AttentionRow row) {
    return new Tuple3<>(row.id(), row.numTokens(), row.layer());
  }

  /** Column sums of a sentence's tiles, and the partitions that these lie in. */
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
   * The proportional score of a tile's queries takes the column sums of the whole sentence. Tiles
   * are read twice: their column sums are added up by sentence and layer and sent back to the
   * partitions in which the tiles lie, so that no matrix leaves the task that reads it.
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

  /** The column sums of the sentences of which a partition has tiles: smaller than these. */
  private static Map<Object, double[]> byTile(
      Iterator<Tuple2<Integer, Tuple2<Object, double[]>>> sums) {
    Map<Object, double[]> columns = new HashMap<>();
    sums.forEachRemaining(sent -> columns.put(sent._2()._1(), sent._2()._2()));
    return columns;
  }

  /** Sends what bears a partition's number there. */
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
