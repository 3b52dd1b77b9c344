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
 * Finds the words that tokens belong to, with the word_ids column of embed. All jobs use this rule.
 * Ids are 32-bit or 64-bit integers. Without ids, the piece markers in the tokens show where words
 * start. {@link Words#of} joins the pieces.
 */
public final class WordIds {
  private WordIds() {}

  /**
   * Returns the word id column, which you must read as the first of a row's extra columns. Returns
   * an empty list if the table has no such column.
   */
  public static List<String> columns(AttentionTable table) {
    String name = SentencesTableSchema.WORD_IDS;
    return table.hasColumn(name) && areIn(table.columns().apply(name).dataType())
        ? List.of(name)
        : List.of();
  }

  /** Returns whether a column of this type can hold word ids. */
  public static boolean areIn(DataType type) {
    return type instanceof ArrayType array
        && (array.elementType().equals(DataTypes.IntegerType)
            || array.elementType().equals(DataTypes.LongType));
  }

  /** Returns whether the ids of such a column have 64 bits. */
  public static boolean areWide(DataType type) {
    return type instanceof ArrayType array && array.elementType().equals(DataTypes.LongType);
  }

  /**
   * Returns why the words of a row cannot be determined, or null if they can.
   *
   * @param tokens the tokens of the row, not null
   * @param wordIds the value of the column of {@link #columns}; null for none
   */
  public static Rejection unfit(String[] tokens, Object wordIds) {
    if (wordIds instanceof Object[]) { // a list with nulls is read as Object[]
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
   * Returns the words of tokens.
   *
   * @param wordIds ids that passed {@link #unfit}; null for none
   */
  public static Words of(String[] tokens, Object wordIds) {
    int[] ids =
        wordIds instanceof long[] wide
            ? Arrays.stream(wide).mapToInt(Math::toIntExact).toArray()
            : (int[]) wordIds;
    return Words.of(tokens, ids);
  }

  /**
   * Returns the words of a row that has tokens. The column of {@link #columns}, if any, must be the
   * first extra column of the row.
   *
   * @throws BadSettingException if the words cannot be determined
   */
  public static Words of(AttentionRow row) {
    return of(row, row.extra().length == 0 ? null : row.extra()[0]);
  }

  /**
   * Returns the words of a row that has tokens.
   *
   * @param wordIds the value of the column of {@link #columns}; null for none
   * @throws BadSettingException if the words cannot be determined
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
                  + "; fix them, or run jobs/attend without ",
              Setting.KEEP,
              " word_ids");
    }
    return of(row.tokens(), wordIds);
  }
}
