package io.corpusattention.corpus;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.get;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.when;

import io.corpusattention.attention.BadSettingException;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * A look at the first records of a corpus, before any work: their lengths, and the short ones
 * whole.
 */
public final class CorpusPreview {
  private static final int RECORDS = 100;

  /** Sentences of more tokens come without their embeddings, so that the driver stays small. */
  private static final int SHORT_TOKENS = 40;

  /** Nor do those of more values than this. */
  private static final int MAX_SHORT = 1 << 16;

  private final CorpusSchema schema;
  private final List<InternalRow> rows;

  private CorpusPreview(CorpusSchema schema, List<InternalRow> rows) {
    this.schema = schema;
    this.rows = rows;
  }

  /** Takes up to {@value #RECORDS} records. */
  public static CorpusPreview take(Corpus corpus, int modelWidth) {
    CorpusSchema schema = corpus.schema();
    Dataset<Row> first = corpus.table().limit(RECORDS);
    String[] names = first.columns();
    int embeddings = schema.embeddingsOrdinal();
    Column vectors = col(quoted(names[embeddings]));
    boolean nested = schema.layout().nested();
    int limit = nested ? SHORT_TOKENS : (int) Math.min(MAX_SHORT, (long) SHORT_TOKENS * modelWidth);
    List<Column> columns = new ArrayList<>();
    for (int i = 0; i < embeddings; i++) {
      columns.add(col(quoted(names[i])));
    }
    columns.add(when(size(vectors).leq(limit), vectors).as(names[embeddings]));
    columns.add(coalesce(size(vectors), lit(-1)).as("length"));
    columns.add((nested ? coalesce(size(get(vectors, lit(0))), lit(-1)) : lit(-1)).as("width"));
    InternalRow[] rows;
    try {
      rows =
          first
              .select(columns.toArray(new Column[0]))
              .queryExecution()
              .executedPlan()
              .executeCollect();
    } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
      throw ReadFailure.of("--input", e);
    }
    return new CorpusPreview(schema, List.of(rows));
  }

  private static String quoted(String name) {
    return "`" + name.replace("`", "``") + "`";
  }

  /**
   * Checks that at least one of the records that have embeddings fits d_model.
   *
   * @throws BadSettingException where none does: then the weights are not for this corpus
   */
  public void requireFit(int modelWidth, String weights) {
    String example = null;
    for (InternalRow row : rows) {
      int length = length(row);
      if (length < 1) {
        continue;
      }
      if (tokens(row, modelWidth) > 0) {
        return;
      }
      if (example == null) {
        example = describe(row);
      }
    }
    if (example != null) {
      throw new BadSettingException(
          "--weights "
              + weights
              + ": take embeddings of d_model "
              + modelWidth
              + ", but none of the"
              + " first "
              + rows.size()
              + " records fits; the first has "
              + example
              + " in column "
              + schema.embeddings().name());
    }
  }

  private String describe(InternalRow row) {
    if (schema.layout().nested()) {
      return width(row) + " values for its first token";
    }
    int words = words(row);
    return length(row) + " values" + (words > 0 ? " for " + words + " tokens" : "");
  }

  /** Tokens of each record that fits d_model. */
  public int[] tokenCounts(int modelWidth) {
    return rows.stream().mapToInt(row -> tokens(row, modelWidth)).filter(n -> n > 0).toArray();
  }

  /** The records with tokens that are short enough to be shown. */
  public List<InternalRow> shortRows(int modelWidth) {
    return rows.stream()
        .filter(row -> words(row) > 2 && words(row) <= SHORT_TOKENS)
        .filter(row -> tokens(row, modelWidth) > 0)
        .toList();
  }

  /** n, or 0 where the record does not fit. */
  private int tokens(InternalRow row, int modelWidth) {
    int length = length(row);
    if (length < 1) {
      return 0;
    }
    int words = words(row);
    int n;
    if (schema.layout().nested()) {
      n = width(row) == modelWidth ? length : 0;
    } else {
      n = length % modelWidth == 0 ? length / modelWidth : 0;
    }
    return words < 0 || words == n ? n : 0;
  }

  private int length(InternalRow row) {
    return row.getInt(schema.embeddingsOrdinal() + 1);
  }

  private int width(InternalRow row) {
    return row.getInt(schema.embeddingsOrdinal() + 2);
  }

  /** Number of words, or -1 where there are none. */
  private int words(InternalRow row) {
    return schema.hasTokens() && !row.isNullAt(1) ? row.getArray(1).numElements() : -1;
  }
}
