package io.corpusattention.table;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.RunLayout;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of the tables that summarize writes: summaries, and keywords and documents if
 * sentences belong to documents.
 */
public final class SummaryTables {
  public static final String DOCUMENT = "document";
  public static final String WORDS = "words";
  public static final String POSITIONS = "positions";
  public static final String SCORES = "scores";
  public static final String TEXT = "text";

  private static final List<String> RESERVED = List.of(DOCUMENT, WORDS, POSITIONS, SCORES, TEXT);

  private SummaryTables() {}

  /**
   * Returns the columns of a table with one row per sentence: id, document, words, positions,
   * scores, text.
   *
   * @param id the id of a sentence
   * @param document the type of a document's name; null if there are no documents
   * @throws BadSettingException if the id has the name of one of the table's own columns
   */
  public static TableSchema summaries(StructField id, DataType document) {
    if (RESERVED.contains(id.name().toLowerCase(Locale.ROOT))) {
      throw Setting.INPUT
          .given()
          .bad(
              "its id column is called "
                  + id.name()
                  + ", as a column of the table of summaries is; rename it in the sentences and run jobs/attend again");
    }
    StructType columns = new StructType().add(id.name(), id.dataType(), false, id.metadata());
    if (document != null) {
      columns = columns.add(DOCUMENT, document, false);
    }
    return table(
        RunLayout.SUMMARIES,
        columns
            .add(WORDS, list(DataTypes.StringType), false)
            .add(POSITIONS, list(DataTypes.IntegerType), false)
            .add(SCORES, list(DataTypes.FloatType), false)
            .add(TEXT, DataTypes.StringType, false));
  }

  /**
   * Returns the columns of a table with one row per keyword of a document: document, rank, keyword,
   * kind, score, occurrences.
   */
  public static TableSchema keywords(DataType document) {
    return table(
        RunLayout.KEYWORDS,
        new StructType()
            .add(DOCUMENT, document, false)
            .add("rank", DataTypes.IntegerType, false)
            .add("keyword", DataTypes.StringType, false)
            .add("kind", DataTypes.StringType, false)
            .add("score", DataTypes.DoubleType, false)
            .add("occurrences", DataTypes.LongType, false));
  }

  /**
   * Returns the columns of a table with one row per document: document, sentences, and the ids,
   * texts, and scores of its main sentences.
   */
  public static TableSchema documents(DataType id, DataType document) {
    return table(
        RunLayout.DOCUMENTS,
        new StructType()
            .add(DOCUMENT, document, false)
            .add("sentences", DataTypes.LongType, false)
            .add("ids", list(id), false)
            .add("texts", list(DataTypes.StringType), false)
            .add("scores", list(DataTypes.DoubleType), false));
  }

  private static TableSchema table(String folder, StructType columns) {
    return new TableSchema(folder, columns, new StructType(), Map.of());
  }

  private static DataType list(DataType element) {
    return DataTypes.createArrayType(element, false);
  }
}
