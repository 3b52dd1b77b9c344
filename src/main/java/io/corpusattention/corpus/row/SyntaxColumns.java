package io.corpusattention.corpus.row;

import io.corpusattention.analysis.relation.Syntax;
import io.corpusattention.attention.RejectReason;
import java.util.Arrays;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The columns that describe a sentence's syntax, word by word. All jobs use these rules. */
public final class SyntaxColumns {
  /** The governor of each word, counted from 1; 0 for the root, -1 if unknown. */
  public static final String HEADS = "heads";

  /** The relation of each word to its governor. */
  public static final String RELATIONS = "relations";

  private SyntaxColumns() {}

  /** Returns whether a column of this type holds governors. */
  public static boolean areHeads(DataType type) {
    return type instanceof ArrayType array
        && (array.elementType().equals(DataTypes.IntegerType)
            || array.elementType().equals(DataTypes.LongType));
  }

  /** Returns whether a column of this type holds relations. */
  public static boolean areRelations(DataType type) {
    return type instanceof ArrayType array && array.elementType().equals(DataTypes.StringType);
  }

  /**
   * Returns why values of the columns are not a valid syntax, or null if they are or if there are
   * none.
   *
   * @param heads int[] or long[], or Object[] if a number is null; null for none
   * @param relations the relations; null for none
   */
  public static Rejection unfit(Object heads, String[] relations) {
    if (heads == null || relations == null) {
      return null;
    }
    if (heads instanceof Object[]) {
      return new Rejection(RejectReason.NULL_ELEMENT, HEADS + " has a null in it");
    }
    String flaw = Syntax.flaw(ints(heads), relations);
    return flaw == null ? null : new Rejection(RejectReason.WRONG_LENGTH, flaw);
  }

  /**
   * Returns the syntax of values that are not {@link #unfit}, or null if there is none.
   *
   * @param cut whether words at the end of the sentence may be missing from its tokens
   */
  public static Syntax of(Object heads, String[] relations, boolean cut) {
    return heads == null || relations == null ? null : new Syntax(ints(heads), relations, cut);
  }

  /**
   * Narrows the heads to ints. A number beyond 32 bits cannot be a word, so it becomes the smallest
   * int, which later checks refuse.
   */
  private static int[] ints(Object heads) {
    return heads instanceof long[] wide
        ? Arrays.stream(wide)
            .mapToInt(head -> head == (int) head ? (int) head : Integer.MIN_VALUE)
            .toArray()
        : (int[]) heads;
  }
}
