package io.corpusattention.corpus;

import io.corpusattention.attention.BadSettingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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
            ? tokens("--tokens-column", columns.tokens())
            : null;
    TokenColumns sentence = tokenColumns("--embeddings-column", columns.embeddings(), tokens);
    TokenColumns query = null;
    if (columns.query() != null) {
      StructField queryTokens =
          columns.queryTokens() == null
              ? null
              : tokens("--query-tokens-column", columns.queryTokens());
      query = tokenColumns("--query-column", columns.query(), queryTokens);
    }
    return new CorpusSchema(id, sentence, query, kept(columns.keepOption(), columns.keep(), id));
  }

  /**
   * Finds the columns of a table of text.
   *
   * @throws BadSettingException where one is not there or of a type that does not fit
   */
  TextSchema find(TextColumns columns) {
    StructField id = id(columns.id() == null ? TextColumns.DEFAULT_ID : columns.id());
    return new TextSchema(id, content(columns), kept("--keep", columns.keep(), id));
  }

  private StructField content(TextColumns columns) {
    if (columns.text() != null && columns.tokens() != null) {
      throw new BadSettingException(
          "--tokens-column "
              + columns.tokens()
              + ": --text-column is given, too; sentences come as text or as tokens, name one");
    }
    boolean tokens =
        columns.tokens() != null
            || (columns.text() == null
                && there(TextColumns.DEFAULT_TEXT).isEmpty()
                && there(TextColumns.DEFAULT_TOKENS).isPresent());
    if (tokens) {
      String name = columns.tokens() == null ? TextColumns.DEFAULT_TOKENS : columns.tokens();
      return tokens("--tokens-column", name);
    }
    StructField text =
        field("--text-column", columns.text() == null ? TextColumns.DEFAULT_TEXT : columns.text());
    if (!text.dataType().equals(DataTypes.StringType)) {
      throw wrongType("--text-column", text, "text is a string; tokens go by --tokens-column");
    }
    return text;
  }

  private StructField id(String name) {
    StructField id = field("--id-column", name);
    if (!ID_TYPES.contains(id.dataType())) {
      throw wrongType("--id-column", id, "an id is an integer or a string");
    }
    return id;
  }

  private StructField tokens(String option, String name) {
    StructField tokens = field(option, name);
    if (!(tokens.dataType() instanceof ArrayType array)
        || !array.elementType().equals(DataTypes.StringType)) {
      throw wrongType(option, tokens, "tokens are array<string>");
    }
    return tokens;
  }

  private TokenColumns tokenColumns(String option, String name, StructField tokens) {
    StructField embeddings = field(option, name);
    EmbeddingsLayout layout =
        EmbeddingsLayout.of(embeddings.dataType())
            .orElseThrow(
                () ->
                    wrongType(
                        option,
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

  private List<StructField> kept(String option, List<String> names, StructField id) {
    List<StructField> kept = new ArrayList<>();
    for (String name : names) {
      StructField field = field(option, name);
      if (field.name().equalsIgnoreCase(id.name())
          || kept.stream().anyMatch(other -> other.name().equalsIgnoreCase(name))) {
        throw new BadSettingException(
            option + " " + name + ": is in the output already; name it once");
      }
      kept.add(field);
    }
    return kept;
  }

  private StructField field(String option, String name) {
    return there(name)
        .orElseThrow(
            () ->
                new BadSettingException(
                    option
                        + " "
                        + name
                        + ": there is no such column in "
                        + source.option()
                        + (isBrokenJson()
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

  private static BadSettingException wrongType(String option, StructField field, String right) {
    return new BadSettingException(
        option
            + " "
            + field.name()
            + ": is of type "
            + field.dataType().catalogString()
            + "; "
            + right);
  }
}
