package io.corpusattention.job.run;

import io.corpusattention.analysis.Words;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.RejectReason;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.Rejection;
import io.corpusattention.table.AttentionRow;
import io.corpusattention.table.AttentionTable;
import io.corpusattention.table.SentencesTableSchema;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The words of an attention table's rows: put together by the ids of words where the table has kept
 * embed's column of them, else by the marks of pieces.
 */
public final class TableWords {
  private TableWords() {}

  /**
   * The column with the ids of words, to be read first of a row's further columns; none where the
   * table has no such column of integers.
   */
  public static List<String> columns(AttentionTable table) {
    String name = SentencesTableSchema.WORD_IDS;
    return table.hasColumn(name)
            && table.columns().apply(name).dataType() instanceof ArrayType array
            && (array.elementType().equals(DataTypes.IntegerType)
                || array.elementType().equals(DataTypes.LongType))
        ? List.of(name)
        : List.of();
  }

  /**
   * Why the words of a row cannot be told, or null where they can.
   *
   * @param tokens of the row, not null
   * @param wordIds the value of the column of {@link #columns}; null for none
   */
  public static Rejection unfit(String[] tokens, Object wordIds) {
    if (wordIds instanceof Object[]) { // what a list with nulls is read as
      return new Rejection(RejectReason.NULL_ELEMENT, "word_ids has a null in it");
    }
    int count =
        wordIds instanceof long[] wide
            ? wide.length
            : wordIds instanceof int[] ids ? ids.length : tokens.length;
    if (count != tokens.length) {
      return new Rejection(
          RejectReason.WRONG_LENGTH,
          "word_ids has " + count + " numbers for " + tokens.length + " tokens");
    }
    if (wordIds instanceof long[] wide && Arrays.stream(wide).anyMatch(id -> id != (int) id)) {
      return new Rejection(RejectReason.WRONG_LENGTH, "word_ids has a number beyond 32 bits");
    }
    return null;
  }

  /**
   * The words of tokens.
   *
   * @param wordIds that are not {@link #unfit}; null for none
   */
  public static Words of(String[] tokens, Object wordIds) {
    int[] ids =
        wordIds instanceof long[] wide
            ? Arrays.stream(wide).mapToInt(Math::toIntExact).toArray()
            : (int[]) wordIds;
    return Words.of(tokens, ids);
  }

  /**
   * The words of a row that has tokens, and the column of {@link #columns}, if any, as the first
   * further one.
   *
   * @throws BadSettingException where they cannot be told
   */
  public static Words of(AttentionRow row) {
    Object wordIds = wordIds(row);
    Rejection unfit = unfit(row.tokens(), wordIds);
    if (unfit != null) {
      throw Setting.INPUT
          .given()
          .bad(
              "the row of "
                  + row.id()
                  + ": "
                  + unfit.detail()
                  + "; mend them, or run jobs/attend without ",
              Setting.KEEP,
              " word_ids");
    }
    return of(row.tokens(), wordIds);
  }

  private static Object wordIds(AttentionRow row) {
    return row.extra().length == 0 ? null : row.extra()[0];
  }
}
