package io.corpusattention.corpus;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a corpus of text, found and checked. A row has, in this order: the id, the
 * content, and the kept columns.
 *
 * @param content text as a string, or as bytes where it comes from text files; or an array of
 *     tokens
 * @param kept carried through to the output
 */
public record TextSchema(StructField id, StructField content, List<StructField> kept)
    implements Serializable {
  public static final int ID = 0;
  public static final int CONTENT = 1;
  public static final int FIRST_KEPT = 2;

  /** Whether the content is cut into tokens already. */
  public boolean hasTokens() {
    return content.dataType() instanceof ArrayType;
  }

  /** Whether records are the lines of text files. */
  public boolean ofLines() {
    return content.dataType() instanceof BinaryType;
  }

  /** The columns in the order of a row. */
  StructType all() {
    List<StructField> fields = new ArrayList<>(List.of(id, content));
    fields.addAll(kept);
    return new StructType(fields.toArray(new StructField[0]));
  }

  /** What the lines of text files have: their number, their bytes, and their place if asked for. */
  static TextSchema ofLines(List<StructField> kept) {
    return new TextSchema(
        DataTypes.createStructField(TextColumns.DEFAULT_ID, DataTypes.LongType, false),
        DataTypes.createStructField(TextColumns.DEFAULT_TEXT, DataTypes.BinaryType, false),
        kept);
  }
}
