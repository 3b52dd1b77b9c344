package io.corpusattention.corpus;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.when;

import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.row.ColumnarRows;
import io.corpusattention.corpus.row.EmbeddingsLayout;
import io.corpusattention.corpus.row.MeasuredTokens;
import io.corpusattention.corpus.row.RawRow;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * A preview of the first records of a corpus, before any work: the lengths of all, and the full
 * content of the short ones.
 */
public final class CorpusPreview {
  private static final int RECORDS = 100;

  /** Longer sentences come without embeddings, to save memory on the driver. */
  private static final int SHORT_TOKENS = 40;

  /** Flat or binary embeddings with more values than this are left out, too. */
  private static final int SHORT_VALUES = 1 << 16;

  private final CorpusSchema schema;
  private final MeasuredTokens sentence;
  private final MeasuredTokens query; // null if sentences have no own queries
  private final List<RawRow> rows;

  /**
   * The length of a record.
   *
   * @param queries the number of its own queries; 0 if records have none
   */
  public record Lengths(int tokens, int queries) {}

  private CorpusPreview(CorpusSchema schema, List<RawRow> rows) {
    int measures = schema.fields().size();
    this.schema = schema;
    this.sentence = new MeasuredTokens(schema.sentence(), schema.tokensOrdinal(), measures);
    this.query =
        schema.hasQuery()
            ? new MeasuredTokens(schema.query(), schema.queryTokensOrdinal(), measures + 2)
            : null;
    this.rows = rows;
  }

  /** Takes up to {@value #RECORDS} records. */
  public static CorpusPreview take(Corpus corpus) {
    Dataset<Row> table = corpus.table();
    int batch = Math.min(RECORDS, corpus.files().readerBatchSize());
    try {
      return ReaderBatch.during(table.sparkSession(), batch, () -> take(table, corpus.schema()));
    } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
      throw ReadFailure.of(corpus.source(), e);
    }
  }

  /** Takes up to {@value #RECORDS} records of a table with the columns of a schema. */
  public static CorpusPreview take(Dataset<Row> table, CorpusSchema schema) {
    Dataset<Row> first = table.limit(RECORDS);
    StructType types = first.schema();
    String[] names = types.fieldNames();
    List<Column> columns = new ArrayList<>();
    List<Column> measures = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      Column column = col(Corpus.quoted(names[i]));
      if (i < schema.embeddingsOrdinal()) {
        columns.add(column);
      } else {
        EmbeddingsLayout layout =
            (i == schema.embeddingsOrdinal() ? schema.sentence() : schema.query()).layout();
        Column length = MeasuredTokens.lengthOf(column, layout);
        int limit = layout.byToken() ? SHORT_TOKENS : SHORT_VALUES;
        columns.add(when(length.leq(limit), column).as(names[i]));
        measures.add(length.as("length " + i));
        measures.add(
            MeasuredTokens.widthOf(column, layout, types.fields()[i].dataType()).as("width " + i));
      }
    }
    columns.addAll(measures);
    return new CorpusPreview(
        schema, ColumnarRows.collect(first.select(columns.toArray(new Column[0]))));
  }

  /** Returns whether the corpus has no records at all. */
  public boolean isEmpty() {
    return rows.isEmpty();
  }

  /**
   * Returns the most frequent d_model of the records, so that one bad record does not decide.
   * Returns empty if no record shows its width.
   *
   * @param asked the setting that asks for weights of this width, for messages
   * @throws BadSettingException if two widths are equally frequent
   */
  public OptionalInt modelWidth(Given asked) {
    return width(sentence, asked);
  }

  /**
   * Returns the width of the sentences' own queries, found in the same way as {@link #modelWidth}.
   */
  public OptionalInt queryWidth(Given asked) {
    return query == null ? OptionalInt.empty() : width(query, asked);
  }

  private OptionalInt width(MeasuredTokens of, Given asked) {
    Map<Integer, Long> records =
        rows.stream()
            .flatMapToInt(row -> of.width(row).stream())
            .boxed()
            .collect(Collectors.groupingBy(width -> width, TreeMap::new, Collectors.counting()));
    if (records.isEmpty()) {
      return OptionalInt.empty();
    }
    long most = Collections.max(records.values());
    records.values().removeIf(count -> count < most);
    if (records.size() > 1) {
      throw asked.bad(
          "weights are made as wide as the embeddings, but of the first "
              + rows.size()
              + " records as many have "
              + records.keySet().stream().map(String::valueOf).collect(Collectors.joining(" as "))
              + " values for a token in column "
              + of.columns().embeddings().name()
              + "; fix or leave out the wrong ones");
    }
    return OptionalInt.of(records.keySet().iterator().next());
  }

  /**
   * Checks that at least one record with embeddings has the widths that the weights expect.
   *
   * @throws BadSettingException if none does, because the weights are then not for this corpus
   */
  public void requireFit(AttentionShape shape, Given weights) {
    requireFit(
        sentence, Setting.EMBEDDINGS_COLUMN, shape.modelWidth(), "embeddings of d_model", weights);
    if (query != null) {
      requireFit(query, Setting.QUERY_COLUMN, shape.queryWidth(), "queries of width", weights);
    }
  }

  private void requireFit(
      MeasuredTokens of, Setting column, int width, String what, Given weights) {
    List<RawRow> present = rows.stream().filter(row -> of.length(row) > 0).toList();
    if (!present.isEmpty() && present.stream().allMatch(row -> of.tokens(row, width) == 0)) {
      throw weights.bad(
          "take "
              + what
              + " "
              + width
              + ", but none of the first "
              + rows.size()
              + " records fits; the first has "
              + of.describe(present.get(0))
              + " in ",
          column.of(of.columns().embeddings().name()));
    }
  }

  /** Returns the lengths of the records that fit. */
  public List<Lengths> lengths(AttentionShape shape) {
    return rows.stream()
        .map(
            row ->
                new Lengths(
                    sentence.tokens(row, shape.modelWidth()),
                    query == null ? 0 : query.tokens(row, shape.queryWidth())))
        .filter(lengths -> lengths.tokens() > 0 && (lengths.queries() > 0 || query == null))
        .toList();
  }

  /** Returns the records that have tokens and are short enough to show. */
  public List<RawRow> shortRows() {
    return rows.stream()
        .filter(row -> sentence.words(row) > 2 && sentence.words(row) <= SHORT_TOKENS)
        .filter(row -> !row.isNull(schema.embeddingsOrdinal()))
        .filter(row -> query == null || !row.isNull(schema.queryOrdinal()))
        .toList();
  }
}
