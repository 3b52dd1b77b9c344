package io.corpusattention.corpus.text;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.ColumnFinder;
import io.corpusattention.corpus.row.SyntaxColumns;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of a text corpus, after they are found and checked. A row has, in this order: the id,
 * the content, and the kept columns. If the file reader checks rows, two more columns say why a row
 * is not a valid sentence. Both are null if it is valid.
 *
 * @param content text as a string, or as bytes if it comes from text files; or an array of tokens
 * @param kept columns to copy to the output
 * @param checked whether rows have the two columns that say why they are not valid
 */
public record TextSchema(
    StructField id, StructField content, List<StructField> kept, boolean checked)
    implements Serializable {
  public static final int ID = 0;
  public static final int CONTENT = 1;
  public static final int FIRST_KEPT = 2;

  /** Creates the columns of a table. */
  public TextSchema(StructField id, StructField content, List<StructField> kept) {
    this(id, content, kept, false);
  }

  /**
   * Finds the columns of a table of text.
   *
   * @throws BadSettingException if a column is missing or has the wrong type
   */
  static TextSchema find(ColumnFinder input, TextColumns columns) {
    StructField id = input.id(columns.id() == null ? TextColumns.DEFAULT_ID : columns.id());
    TextSchema schema =
        new TextSchema(id, content(input, columns), input.kept(Setting.KEEP, columns.keep(), id));
    return schema.hasTokens() ? schema.withSyntax(input) : schema;
  }

  /**
   * Returns the same columns, with the syntax of the words if the input has both syntax columns.
   */
  private TextSchema withSyntax(ColumnFinder input) {
    Optional<StructField> heads =
        input.there(SyntaxColumns.HEADS).filter(f -> SyntaxColumns.areHeads(f.dataType()));
    Optional<StructField> relations =
        input.there(SyntaxColumns.RELATIONS).filter(f -> SyntaxColumns.areRelations(f.dataType()));
    List<StructField> all = new ArrayList<>(kept);
    if (heads.isPresent() && relations.isPresent()) {
      Stream.of(heads.get(), relations.get())
          .filter(field -> !all.contains(field) && !field.name().equals(id.name()))
          .forEach(all::add);
    }
    return new TextSchema(id, content, all);
  }

  private static StructField content(ColumnFinder input, TextColumns columns) {
    if (columns.text() != null && columns.tokens() != null) {
      throw Setting.TOKENS_COLUMN
          .of(columns.tokens())
          .bad(
              Setting.TEXT_COLUMN, " is given, too; sentences come as text or as tokens, name one");
    }
    boolean tokens =
        columns.tokens() != null
            || (columns.text() == null
                && input.there(TextColumns.DEFAULT_TEXT).isEmpty()
                && input.there(TextColumns.DEFAULT_TOKENS).isPresent());
    if (tokens) {
      String name = columns.tokens() == null ? TextColumns.DEFAULT_TOKENS : columns.tokens();
      return input.tokens(Setting.TOKENS_COLUMN, name);
    }
    StructField text =
        input.field(
            Setting.TEXT_COLUMN,
            columns.text() == null ? TextColumns.DEFAULT_TEXT : columns.text());
    if (!text.dataType().equals(DataTypes.StringType)) {
      throw Setting.TEXT_COLUMN
          .of(text.name())
          .bad(
              "is of type " + text.dataType().catalogString(),
              "; text must be a string; name tokens with ",
              Setting.TOKENS_COLUMN);
    }
    return text;
  }

  /** Returns the position of the kept column with this name and a type that fits, or -1. */
  public int keptOrdinal(String name, Predicate<DataType> fits) {
    for (int i = 0; i < kept.size(); i++) {
      if (kept.get(i).name().equals(name) && fits.test(kept.get(i).dataType())) {
        return FIRST_KEPT + i;
      }
    }
    return -1;
  }

  /** Returns whether the content is already tokens. */
  public boolean hasTokens() {
    return content.dataType() instanceof ArrayType;
  }

  /** Returns whether records are the lines of text files. */
  public boolean ofLines() {
    return content.dataType() instanceof BinaryType;
  }

  /**
   * Returns the position of the {@code RejectReason} name in a checked row. The detail follows it.
   */
  int reason() {
    return FIRST_KEPT + kept.size();
  }

  /** Returns the number of columns in a row. */
  int width() {
    return reason() + (checked ? 2 : 0);
  }

  /** Returns the columns in the order of a row. */
  StructType all() {
    List<StructField> fields = new ArrayList<>(List.of(id, content));
    fields.addAll(kept);
    if (checked) {
      fields.add(DataTypes.createStructField("reason", DataTypes.StringType, true));
      fields.add(DataTypes.createStructField("detail", DataTypes.StringType, true));
    }
    return new StructType(fields.toArray(new StructField[0]));
  }

  /** Returns the columns for lines of text files: their number, their bytes, and kept columns. */
  static TextSchema ofLines(List<StructField> kept) {
    return new TextSchema(
        DataTypes.createStructField(TextColumns.DEFAULT_ID, DataTypes.LongType, false),
        DataTypes.createStructField(TextColumns.DEFAULT_TEXT, DataTypes.BinaryType, false),
        kept,
        true);
  }

  /**
   * Returns the columns for sentences that arrive as words: their number, words, and kept columns.
   */
  static TextSchema ofSentences(List<StructField> kept) {
    return new TextSchema(
        DataTypes.createStructField(TextColumns.DEFAULT_ID, DataTypes.LongType, false),
        DataTypes.createStructField(
            TextColumns.DEFAULT_TOKENS,
            DataTypes.createArrayType(DataTypes.StringType, false),
            false),
        kept,
        true);
  }
}
