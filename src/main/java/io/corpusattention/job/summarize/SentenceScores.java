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

/**
 * The plan by which rows of an attention table become scored sentences: whole sentences where they
 * are read, tiles joined by a shuffle on the id. What is shuffled are sums, never matrices.
 *
 * @param rows of the table, with what the scorer needs
 * @param partitions to gather sentences into; null to leave them where they are read
 */
record SentenceScores(
    AttentionTable table, JavaRDD<AttentionRow> rows, SentenceScorer scorer, Integer partitions) {
  /** Tasks of a shuffle: what is shuffled is small beside what is read. */
  int shufflePartitions() {
    return partitions != null ? partitions : Math.max(1, rows.getNumPartitions());
  }

  JavaRDD<ScoredSentence> sentences() {
    JavaRDD<ScoredSentence> sentences = table.hasTiles() ? withTiles() : rows.map(scorer::whole);
    return partitions == null
        ? sentences
        : sentences
            .mapToPair(sentence -> new Tuple2<>(sentence.id(), sentence))
            .partitionBy(new HashPartitioner(partitions))
            .values();
  }

  private JavaRDD<ScoredSentence> withTiles() {
    boolean self = table.selfAttention();
    SentenceScorer of = scorer;
    JavaRDD<AttentionRow> tiles = rows.filter(row -> tile(row, self));
    JavaPairRDD<Tuple2<Object, Integer>, SentenceScorer.Part> parts =
        scorer.ranked()
            ? rankedParts(tiles)
            : tiles.mapToPair(tile -> new Tuple2<>(key(tile), of.tile(tile, null)));
    Given source = table.source().given();
    JavaRDD<ScoredSentence> joined =
        parts
            .reduceByKey(SentenceScorer.Part::add, shufflePartitions())
            .values()
            .map(part -> of.joined(requireWhole(part, self, source)));
    // Of queries from elsewhere a row does not tell how many there are: any may be a tile.
    return self ? rows.filter(row -> !tile(row, true)).map(scorer::whole).union(joined) : joined;
  }

  private static boolean tile(AttentionRow row, boolean selfAttention) {
    return !selfAttention || row.numQueries() < row.numTokens();
  }

  /** What tiles of a sentence have in common. */
  private static Tuple2<Object, Integer> key(AttentionRow tile) {
    return new Tuple2<>(tile.id(), tile.numTokens());
  }

  private static SentenceScorer.Part requireWhole(
      SentenceScorer.Part part, boolean self, Given source) {
    if (!part.begun() || (self && part.queries() != part.numTokens())) {
      throw source.bad(
          "the rows of "
              + part.id()
              + " do not make one sentence: they have "
              + part.queries()
              + " queries for "
              + part.numTokens()
              + " tokens; give all files of the table, and sentences whose ids are unique");
    }
    return part;
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
   * are read twice: their column sums are added up by sentence and sent back to the partitions in
   * which the tiles lie, so that no matrix leaves the task that reads it.
   */
  private JavaPairRDD<Tuple2<Object, Integer>, SentenceScorer.Part> rankedParts(
      JavaRDD<AttentionRow> tiles) {
    SentenceScorer of = scorer;
    JavaPairRDD<Integer, Tuple2<Object, double[]>> columns =
        tiles
            .mapToPair(
                tile ->
                    new Tuple2<>(
                        key(tile), new Columns(of.columns(tile), TaskContext.getPartitionId())))
            .reduceByKey(Columns::add, shufflePartitions())
            .flatMapToPair(SentenceScores::backToPartitions)
            .partitionBy(new ByNumber(tiles.getNumPartitions()));
    return JavaPairRDD.fromJavaRDD(
        tiles.zipPartitions(columns, (some, sums) -> parts(of, some, sums)));
  }

  private static Iterator<Tuple2<Integer, Tuple2<Object, double[]>>> backToPartitions(
      Tuple2<Tuple2<Object, Integer>, Columns> sentence) {
    Tuple2<Object, double[]> sums = new Tuple2<>(sentence._1(), sentence._2().sums().values());
    return sentence._2().partitions().stream()
        .map(partition -> new Tuple2<>(partition, sums))
        .iterator();
  }

  /** Holds the column sums of the sentences of which a partition has tiles: smaller than these. */
  private static Iterator<Tuple2<Tuple2<Object, Integer>, SentenceScorer.Part>> parts(
      SentenceScorer scorer,
      Iterator<AttentionRow> tiles,
      Iterator<Tuple2<Integer, Tuple2<Object, double[]>>> sums) {
    Map<Object, double[]> columns = new HashMap<>();
    sums.forEachRemaining(sent -> columns.put(sent._2()._1(), sent._2()._2()));
    return Streams.of(tiles)
        .map(tile -> new Tuple2<>(key(tile), scorer.tile(tile, columns.get(key(tile)))))
        .iterator();
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
