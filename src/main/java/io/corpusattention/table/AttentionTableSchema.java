package io.corpusattention.table;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.attention.AttentionTile;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.ContextOutput;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.RunLayout;
import io.corpusattention.corpus.row.RawRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of the attention table: first columns of any type, then lists of numbers. */
public final class AttentionTableSchema {
  public static final String TOKENS = "tokens";
  public static final String QUERY_TOKENS = "query_tokens";
  public static final String LAYER = "layer";
  public static final String NUM_TOKENS = "num_tokens";
  public static final String QUERY_START = "query_start";
  public static final String NUM_QUERIES = "num_queries";
  public static final String ATTENTION = "attention";
  public static final String ATTENTION_KEYS = "attention_keys";
  public static final String ATTENTION_WEIGHTS = "attention_weights";
  public static final String KEPT_MASS = "kept_mass";
  public static final String CONTEXT = "context";
  public static final String ATTENTION_RECEIVED = "attention_received";

  /** The columns that no other table has. */
  private static final List<String> OWN =
      List.of(
          NUM_TOKENS,
          QUERY_START,
          NUM_QUERIES,
          ATTENTION,
          ATTENTION_KEYS,
          ATTENTION_WEIGHTS,
          KEPT_MASS,
          CONTEXT,
          ATTENTION_RECEIVED);

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry(TOKENS, "array<string>"),
          Map.entry(QUERY_TOKENS, "array<string>"),
          Map.entry(LAYER, "int"),
          Map.entry(NUM_TOKENS, "int"),
          Map.entry(QUERY_START, "int"),
          Map.entry(NUM_QUERIES, "int"),
          Map.entry(ATTENTION, "array<float>"),
          Map.entry(ATTENTION_KEYS, "array<int>"),
          Map.entry(ATTENTION_WEIGHTS, "array<float>"),
          Map.entry(KEPT_MASS, "array<float>"),
          Map.entry(ATTENTION_RECEIVED, "array<float>"));

  private AttentionTableSchema() {}

  /** Returns whether no other table has this column. */
  static boolean isOwn(String name) {
    return OWN.contains(name);
  }

  /**
   * The columns before num_tokens, query_start, and num_queries.
   *
   * @param tokens whether sentences have tokens
   * @param queryTokens whether queries come from elsewhere and have tokens
   * @param kept input columns that the user wants to keep
   * @param ofText the columns that describe tokenized text: word_ids, truncated
   * @param layer whether each row belongs to one layer of a model
   */
  public record Leading(
      StructField id,
      boolean tokens,
      boolean queryTokens,
      List<StructField> kept,
      List<StructField> ofText,
      boolean layer) {
    /**
     * Returns the columns that describe a sentence: id, tokens, query_tokens, kept columns, and
     * text columns.
     *
     * @param own the names of the table's other columns, which are reserved
     * @param table the name of the table, for messages
     * @throws BadSettingException if the id or a kept column has a reserved name
     */
    List<StructField> fields(List<String> own, String table) {
      List<String> reserved =
          Stream.of(
                  Stream.of(TOKENS, QUERY_TOKENS),
                  layer
                      ? Stream.of(SentencesTableSchema.WORD_IDS, SentencesTableSchema.TRUNCATED)
                      : Stream.<String>of(),
                  ofText.stream().map(StructField::name),
                  own.stream())
              .flatMap(names -> names)
              .toList();
      refuseReserved(Setting.ID_COLUMN, id, reserved, table);
      List<StructField> fields = new ArrayList<>();
      fields.add(new StructField(id.name(), id.dataType(), false, id.metadata()));
      DataType strings = DataTypes.createArrayType(DataTypes.StringType, false);
      if (tokens) {
        fields.add(field(TOKENS, strings, true));
      }
      if (queryTokens) {
        fields.add(field(QUERY_TOKENS, strings, true));
      }
      for (StructField column : kept) {
        refuseReserved(Setting.KEEP, column, reserved, table);
        fields.add(column);
      }
      fields.addAll(ofText);
      return fields;
    }
  }

  /**
   * Checks the column types of a table that is read back. Another program may have rewritten it.
   *
   * @param label names the table, for the message
   * @param layers whether each row belongs to a layer; if not, a column named layer is the user's
   * @throws BadSettingException if a column has the wrong type
   */
  static void requireTypes(Given label, StructType columns, boolean layers) {
    for (StructField column : columns.fields()) {
      String type = column.name().equals(LAYER) && !layers ? null : TYPES.get(column.name());
      if (type != null && !column.dataType().catalogString().equals(type)) {
        throw label.bad(
            "its column "
                + column.name()
                + " is "
                + column.dataType().catalogString()
                + ", but in an attention table it must be "
                + type
                + "; convert it, or write the table again with jobs/attend");
      }
    }
  }

  /**
   * Returns the columns for a configuration: id, tokens, query_tokens, kept columns, text columns,
   * layer, num_tokens, query_start, num_queries, and the lists.
   *
   * @throws BadSettingException if the id or a kept column has the name of one of the table's own
   *     columns
   */
  public static TableSchema of(Leading leading, AttentionConfig config) {
    List<String> own = new ArrayList<>(OWN);
    if (leading.layer()) {
      own.add(LAYER);
    }
    List<StructField> records = leading.fields(own, "the attention table");
    if (leading.layer()) {
      records.add(field(LAYER, DataTypes.IntegerType, false));
    }
    records.add(field(NUM_TOKENS, DataTypes.IntegerType, false));
    records.add(field(QUERY_START, DataTypes.IntegerType, false));
    records.add(field(NUM_QUERIES, DataTypes.IntegerType, false));

    DataType floats = DataTypes.createArrayType(DataTypes.FloatType, false);
    List<StructField> lists = new ArrayList<>();
    if (config.attention() instanceof AttentionOutput.Full) {
      lists.add(field(ATTENTION, floats, false));
    } else if (config.attention() instanceof AttentionOutput.TopK) {
      lists.add(
          field(ATTENTION_KEYS, DataTypes.createArrayType(DataTypes.IntegerType, false), false));
      lists.add(field(ATTENTION_WEIGHTS, floats, false));
      lists.add(field(KEPT_MASS, floats, false));
    }
    if (config.context() != ContextOutput.NONE) {
      lists.add(field(CONTEXT, floats, false));
    }
    lists.add(field(ATTENTION_RECEIVED, floats, false));
    return new TableSchema(
        RunLayout.ATTENTION,
        new StructType(records.toArray(new StructField[0])),
        new StructType(lists.toArray(new StructField[0])),
        Map.of());
  }

  /** Writes one row: the lists of a tile and a record with the other columns. */
  public static void write(
      ParquetTableFile file, StructType lists, RawRow record, AttentionTile tile)
      throws IOException {
    for (int i = 0; i < lists.length(); i++) {
      ListColumn column = file.list(i);
      switch (lists.apply(i).name()) {
        case ATTENTION -> column.add(tile.attention(), tile.attentionCount());
        case ATTENTION_KEYS -> column.add(tile.keys(), tile.topCount());
        case ATTENTION_WEIGHTS -> column.add(tile.weights(), tile.topCount());
        case KEPT_MASS -> column.add(tile.keptMass(), tile.keptMassCount());
        case CONTEXT -> column.add(tile.context(), tile.contextCount());
        case ATTENTION_RECEIVED -> column.add(tile.received(), tile.numTokens());
        default -> throw new IllegalStateException("column " + lists.apply(i));
      }
    }
    file.endRow(record);
  }

  private static void refuseReserved(
      Setting setting, StructField field, List<String> reserved, String table) {
    if (reserved.contains(field.name().toLowerCase(Locale.ROOT))) {
      throw setting
          .of(field.name())
          .bad("is the name of a column of " + table + "; rename it in the input");
    }
  }

  private static StructField field(String name, DataType type, boolean nullable) {
    return DataTypes.createStructField(name, type, nullable);
  }
}
