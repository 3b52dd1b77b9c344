package io.corpusattention.corpus;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Finds the columns that the user names in an input, and checks their types. */
final class ColumnFinder {
  private static final List<DataType> ID_TYPES =
      List.of(
          DataTypes.ByteType,
          DataTypes.ShortType,
          DataTypes.IntegerType,
          DataTypes.LongType,
          DataTypes.StringType);

  private final StructType input;
  private final CorpusSource source;

  ColumnFinder(StructType input, CorpusSource source) {
    this.input = input;
    this.source = source;
  }

  /**
   * Finds all columns.
   *
   * @throws BadSettingException where one is not there or of a type that does not fit
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

  /**
   * Finds the columns of a table of text.
   *
   * @throws BadSettingException where one is not there or of a type that does not fit
   */
  TextSchema find(TextColumns columns) {
    StructField id = id(columns.id() == null ? TextColumns.DEFAULT_ID : columns.id());
    return new TextSchema(id, content(columns), kept(Setting.KEEP, columns.keep(), id));
  }

  private StructField content(TextColumns columns) {
    if (columns.text() != null && columns.tokens() != null) {
      throw Setting.TOKENS_COLUMN
          .of(columns.tokens())
          .bad(
              Setting.TEXT_COLUMN, " is given, too; sentences come as text or as tokens, name one");
    }
    boolean tokens =
        columns.tokens() != null
            || (columns.text() == null
                && there(TextColumns.DEFAULT_TEXT).isEmpty()
                && there(TextColumns.DEFAULT_TOKENS).isPresent());
    if (tokens) {
      String name = columns.tokens() == null ? TextColumns.DEFAULT_TOKENS : columns.tokens();
      return tokens(Setting.TOKENS_COLUMN, name);
    }
    StructField text =
        field(
            Setting.TEXT_COLUMN,
            columns.text() == null ? TextColumns.DEFAULT_TEXT : columns.text());
    if (!text.dataType().equals(DataTypes.StringType)) {
      throw wrongType(
          Setting.TEXT_COLUMN, text, "text is a string; tokens go by ", Setting.TOKENS_COLUMN);
    }
    return text;
  }

  private StructField id(String name) {
    StructField id = field(Setting.ID_COLUMN, name);
    if (!ID_TYPES.contains(id.dataType())) {
      throw wrongType(Setting.ID_COLUMN, id, "an id is an integer or a string");
    }
    return id;
  }

  private StructField tokens(Setting setting, String name) {
    StructField tokens = field(setting, name);
    if (!(tokens.dataType() instanceof ArrayType array)
        || !array.elementType().equals(DataTypes.StringType)) {
      throw wrongType(setting, tokens, "tokens are array<string>");
    }
    return tokens;
  }

  private TokenColumns tokenColumns(Setting setting, String name, StructField tokens) {
    StructField embeddings = field(setting, name);
    EmbeddingsLayout layout =
        EmbeddingsLayout.of(embeddings.dataType())
            .orElseThrow(
                () ->
                    wrongType(
                        setting,
                        embeddings,
                        "embeddings are "
                            + EmbeddingsLayout.READABLE
                            + (isWhole(embeddings)
                                ? "; in JSON, give at least one of the numbers a decimal point"
                                : "")));
    return new TokenColumns(tokens, embeddings, layout);
  }

  /** JSON in which no number has a decimal point. */
  private static boolean isWhole(StructField embeddings) {
    return embeddings.dataType().catalogString().matches("array<(array<)?bigint>+");
  }

  private List<StructField> kept(Setting setting, List<String> names, StructField id) {
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

  private StructField field(Setting setting, String name) {
    return there(name)
        .orElseThrow(
            () ->
                setting
                    .of(name)
                    .bad(
                        "there is no such column in ",
                        source.given(),
                        (isBrokenJson()
                            ? "; no line of it is a JSON object, and each line must be one"
                            : "; its columns are " + String.join(", ", input.fieldNames()))));
  }

  /** Spark finds this one column in JSON that is spread over lines, or that is no JSON. */
  private boolean isBrokenJson() {
    return Arrays.equals(input.fieldNames(), new String[] {"_corrupt_record"});
  }

  private Optional<StructField> there(String name) {
    return Arrays.stream(input.fields()).filter(field -> field.name().equals(name)).findFirst();
  }

  private static BadSettingException wrongType(
      Setting setting, StructField field, Object... right) {
    String type = "is of type " + field.dataType().catalogString() + "; ";
    return setting
        .of(field.name())
        .bad(Stream.concat(Stream.of(type), Arrays.stream(right)).toArray());
  }
}
