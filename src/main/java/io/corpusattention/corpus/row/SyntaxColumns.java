package io.corpusattention.corpus.row;

import io.corpusattention.analysis.relation.Syntax;
import io.corpusattention.attention.RejectReason;
import java.util.Arrays;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** The columns that tell a sentence's syntax, word by word: the one rule of all jobs. */
public final class SyntaxColumns {
  /** For each word its governor, counted from 1; 0 for the root, -1 where it is not known. */
  public static final String HEADS = "heads";

  /** For each word its relation to the governor. */
  public static final String RELATIONS = "relations";

  private SyntaxColumns() {}

  /** Whether a column of this type holds governors. */
  public static boolean areHeads(DataType type) {
    return type instanceof ArrayType array
        && (array.elementType().equals(DataTypes.IntegerType)
            || array.elementType().equals(DataTypes.LongType));
  }

  /** Whether a column of this type holds relations. */
  public static boolean areRelations(DataType type) {
    return type instanceof ArrayType array && array.elementType().equals(DataTypes.StringType);
  }

  /**
   * Why values of the columns tell no syntax; null where they do, or where there are none.
   *
   * @param heads int[] or long[], or Object[] where a number is null; null for none
   * @param relations null for none
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
   * The syntax of values that are not {@link #unfit}; null where there is none.
   *
   * @param cut whether words at the sentence's end may be missing from its tokens
   */
  public static Syntax of(Object heads, String[] relations, boolean cut) {
    return heads == null || relations == null ? null : new Syntax(ints(heads), relations, cut);
  }

  /** A number beyond 32 bits is no word; as the least of them it is told to be none. */
  private static int[] ints(Object heads) {
    return heads instanceof long[] wide
        ? Arrays.stream(wide)
            .mapToInt(head -> head == (int) head ? (int) head : Integer.MIN_VALUE)
            .toArray()
        : (int[]) heads;
  }
}
