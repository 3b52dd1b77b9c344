package io.corpusattention.job.run;

import io.corpusattention.analysis.word.Words;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.RejectReason;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.table.AttentionRow;
import io.corpusattention.table.AttentionTable;
import io.corpusattention.table.SentencesTableSchema;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/**
 * The words that tokens are pieces of, by embed's column of the ids of words: the one rule of all
 * jobs. Ids are integers of 32 or 64 bits; where there are none, words are told by the marks of
 * pieces. {@link Words#of} puts the pieces together.
 */
public final class WordIds {
  private WordIds() {}

  /**
   * The column with the ids of words, to be read first of a row's further columns; none where the
   * table has no such column.
   */
  public static List<String> columns(AttentionTable table) {
    String name = SentencesTableSchema.WORD_IDS;
    return table.hasColumn(name) && areIn(table.columns().apply(name).dataType())
        ? List.of(name)
        : List.of();
  }

  /** Whether a column of this type holds ids of words. */
  public static boolean areIn(DataType type) {
    return type instanceof ArrayType array
        && (array.elementType().equals(DataTypes.IntegerType)
            || array.elementType().equals(DataTypes.LongType));
  }

  /** Whether the ids of such a column have 64 bits. */
  public static boolean areWide(DataType type) {
    return type instanceof ArrayType array && array.elementType().equals(DataTypes.LongType);
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
    return of(row, row.extra().length == 0 ? null : row.extra()[0]);
  }

  /**
   * The words of a row that has tokens.
   *
   * @param wordIds the value of the column of {@link #columns}; null for none
   * @throws BadSettingException where they cannot be told
   */
  public static Words of(AttentionRow row, Object wordIds) {
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
}
