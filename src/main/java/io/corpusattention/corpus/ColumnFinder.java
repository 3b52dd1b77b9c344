package io.corpusattention.corpus;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.row.EmbeddingsLayout;
import io.corpusattention.corpus.row.TokenColumns;
import io.corpusattention.parquet.FileColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Finds the columns that the user names in an input, and checks their types. */
public record ColumnFinder(StructType input, CorpusSource source) {
  /**
   * Finds all columns.
   *
   * @throws BadSettingException if a column is missing or has the wrong type
   */
  CorpusSchema find(CorpusColumns columns) {
    StructField id = id(columns.id());
    StructField tokens =
        columns.tokensRequired() || there(columns.tokens()).isPresent()
            ? tokens(Setting.TOKENS_COLUMN, columns.tokens())
            : null;
    TokenColumns sentence = tokenColumns(Setting.EMBEDDINGS_COLUMN, columns.embeddings(), tokens);
    TokenColumns query = null;
    if (columns.query() != null) {
      StructField queryTokens =
          columns.queryTokens() == null
              ? null
              : tokens(Setting.QUERY_TOKENS_COLUMN, columns.queryTokens());
      query = tokenColumns(Setting.QUERY_COLUMN, columns.query(), queryTokens);
    }
    return new CorpusSchema(id, sentence, query, kept(columns.keepSetting(), columns.keep(), id));
  }

  /** Finds the column of ids. Unsigned 64-bit ids, for which Spark has no type, become strings. */
  public StructField id(String name) {
    if (there(name).isEmpty()) {
      throw missing(
          Setting.ID_COLUMN,
          name,
          "; name the column of ids, or add one, as df[\"sentence_id\"] = range(len(df)) does in"
              + " pandas");
    }
    StructField found = field(Setting.ID_COLUMN, name, ColumnRole.ID);
    return found.dataType().equals(StoredColumn.UNSIGNED)
        ? new StructField(name, DataTypes.StringType, found.nullable(), found.metadata())
        : found;
  }

  public StructField tokens(Setting setting, String name) {
    return field(setting, name, ColumnRole.TOKENS);
  }

  private TokenColumns tokenColumns(Setting setting, String name, StructField tokens) {
    StructField embeddings = field(setting, name, ColumnRole.EMBEDDINGS);
    DataType data = StoredColumn.tensorData(embeddings.dataType());
    if (data != null) {
      embeddings = new StructField(name, data, true, embeddings.metadata());
    }
    EmbeddingsLayout layout = EmbeddingsLayout.of(embeddings.dataType()).orElseThrow();
    return new TokenColumns(tokens, embeddings, layout);
  }

  public List<StructField> kept(Setting setting, List<String> names, StructField id) {
    List<StructField> kept = new ArrayList<>();
    for (String name : names) {
      StructField field = field(setting, name);
      if (field.name().equalsIgnoreCase(id.name())
          || kept.stream().anyMatch(other -> other.name().equalsIgnoreCase(name))) {
        throw setting.of(name).bad("is in the output already; name it once");
      }
      kept.add(field);
    }
    return kept;
  }

  private StructField field(Setting setting, String name, ColumnRole role) {
    StructField field = readable(setting, name, role.remedy());
    String wrong = role.wrong(field.dataType());
    if (wrong != null) {
      throw setting.of(name).bad(wrong);
    }
    return field;
  }

  public StructField field(Setting setting, String name) {
    return readable(setting, name, "a number or a string");
  }

  private StructField readable(Setting setting, String name, String remedy) {
    StructField found = found(setting, name);
    String unreadable = FileColumns.unreadable(found);
    if (unreadable != null) {
      throw setting
          .of(name)
          .bad(
              "is of the Parquet type "
                  + unreadable
                  + ", which is not read; "
                  + (unreadable.contains("TIMESTAMP(NANOS")
                      ? "set --conf spark.sql.legacy.parquet.nanosAsLong=true in SPARK_SUBMIT_ARGS,"
                          + " or save it in microseconds"
                      : "save it as " + remedy));
    }
    return found;
  }

  private StructField found(Setting setting, String name) {
    return there(name).orElseThrow(() -> missing(setting, name, ""));
  }

  private BadSettingException missing(Setting setting, String name, String remedy) {
    return setting
        .of(name)
        .bad(
            "there is no such column in ",
            source.given(),
            isBrokenJson()
                ? "; no line of it is a JSON object, and each line must be one"
                : "; its columns are " + String.join(", ", input.fieldNames()) + remedy);
  }

  /**
   * Returns whether the input is multi-line or invalid JSON, in which Spark finds only this column.
   */
  private boolean isBrokenJson() {
    return Arrays.equals(input.fieldNames(), new String[] {"_corrupt_record"});
  }

  public Optional<StructField> there(String name) {
    return Arrays.stream(input.fields()).filter(field -> field.name().equals(name)).findFirst();
  }
}
