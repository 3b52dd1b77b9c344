package io.corpusattention.table;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.RunLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of the table of embedded sentences. */
public final class SentencesTableSchema {
  public static final String TOKENS = "tokens";
  public static final String DOCUMENT = "document";
  public static final String TRUNCATED = "truncated";
  public static final String UNKNOWN = "unknown";
  public static final String WORD_IDS = "word_ids";
  public static final String EMBEDDINGS = "embeddings";

  private static final List<String> RESERVED =
      List.of(TOKENS, DOCUMENT, TRUNCATED, UNKNOWN, WORD_IDS, EMBEDDINGS);

  private SentencesTableSchema() {}

  /**
   * Returns the columns: id, tokens, document, kept columns, truncated, unknown, and the lists
   * word_ids and embeddings.
   *
   * @param id the id of a sentence
   * @param document the type of a document's id; null if each record is a sentence
   * @param kept input columns that the user wants to keep
   * @param wordIds whether tokens are pieces of words
   * @throws BadSettingException if the id or a kept column has the name of one of the table's own
   *     columns
   */
  public static TableSchema of(
      StructField id, DataType document, List<StructField> kept, boolean wordIds) {
    refuseReserved(Setting.ID_COLUMN, id);
    List<StructField> records = new ArrayList<>();
    records.add(new StructField(id.name(), id.dataType(), false, id.metadata()));
    records.add(field(TOKENS, DataTypes.createArrayType(DataTypes.StringType, false)));
    if (document != null) {
      records.add(field(DOCUMENT, document));
    }
    for (StructField column : kept) {
      refuseReserved(Setting.KEEP, column);
      records.add(column);
    }
    records.add(field(TRUNCATED, DataTypes.BooleanType));
    records.add(field(UNKNOWN, DataTypes.IntegerType));
    List<StructField> lists = new ArrayList<>();
    if (wordIds) {
      lists.add(field(WORD_IDS, DataTypes.createArrayType(DataTypes.IntegerType, false)));
    }
    lists.add(field(EMBEDDINGS, DataTypes.createArrayType(DataTypes.FloatType, false)));
    return new TableSchema(
        RunLayout.SENTENCES,
        new StructType(records.toArray(new StructField[0])),
        new StructType(lists.toArray(new StructField[0])),
        Map.of());
  }

  private static void refuseReserved(Setting setting, StructField field) {
    if (RESERVED.contains(field.name().toLowerCase(Locale.ROOT))) {
      throw setting
          .of(field.name())
          .bad("is the name of a column of the table of sentences; rename it in the input");
    }
  }

  private static StructField field(String name, DataType type) {
    return DataTypes.createStructField(name, type, false);
  }
}
