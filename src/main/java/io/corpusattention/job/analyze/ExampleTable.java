package io.corpusattention.job.analyze;

import io.corpusattention.analysis.example.Example;
import io.corpusattention.analysis.example.Examples;
import io.corpusattention.analysis.example.Sought;
import io.corpusattention.analysis.relation.RelationFindings;
import io.corpusattention.analysis.word.ReceivingWord;
import io.corpusattention.analysis.word.WordLink;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.row.RawRow;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The table of example sentences for the figures: its columns and rows. */
final class ExampleTable {
  /** Replaces the name of an id column that clashes with another column; only without examples. */
  private static final String ID = "id";

  private static final StructType BEFORE_ID =
      new StructType()
          .add("kind", DataTypes.StringType, false)
          .add("layer", DataTypes.IntegerType, true)
          .add("head", DataTypes.IntegerType, true)
          .add("query_word", DataTypes.StringType, true)
          .add("key_word", DataTypes.StringType, true)
          .add("relation", DataTypes.StringType, true)
          .add("direction", DataTypes.StringType, true)
          .add("rank", DataTypes.IntegerType, false);

  private static final StructType AFTER_ID =
      new StructType()
          .add("weight", DataTypes.DoubleType, false)
          .add("query_place", DataTypes.IntegerType, true)
          .add("key_place", DataTypes.IntegerType, false);

  private ExampleTable() {}

  /** Returns the columns, including the id column. */
  static StructType columns(StructField id) {
    StructType columns =
        BEFORE_ID.add(isReserved(id) ? ID : id.name(), id.dataType(), false, id.metadata());
    for (StructField column : AFTER_ID.fields()) {
      columns = columns.add(column);
    }
    return columns;
  }

  /**
   * Checks that the id column can be part of the table.
   *
   * @throws BadSettingException if it has the name of one of the table's own columns
   */
  static void requireFree(StructField id) {
    if (isReserved(id)) {
      throw Setting.INPUT
          .given()
          .bad(
              "its id column is called "
                  + id.name()
                  + ", as a column of the table of examples is; rename it, or say ",
              Setting.EXAMPLES,
              " no");
    }
  }

  private static boolean isReserved(StructField id) {
    String name = id.name().toLowerCase(Locale.ROOT);
    return Arrays.asList(BEFORE_ID.fieldNames()).contains(name)
        || Arrays.asList(AFTER_ID.fieldNames()).contains(name);
  }

  /** Returns the rows: first links, then words, then relations. */
  static List<RawRow> rows(Sought sought, Examples examples) {
    List<RawRow> rows = new ArrayList<>();
    for (int i = 0; i < sought.links().size(); i++) {
      WordLink link = sought.links().get(i);
      add(rows, examples.of(i), "link", null, null, link.queryWord(), link.keyWord(), null, null);
    }
    for (int i = 0; i < sought.words().size(); i++) {
      ReceivingWord word = sought.words().get(i);
      List<Example> of = examples.of(sought.firstWord() + i);
      add(rows, of, "word", null, null, null, word.word(), null, null);
    }
    for (int i = 0; i < sought.relations().size(); i++) {
      RelationFindings.Row row = sought.relations().get(i);
      List<Example> of = examples.of(sought.firstRelation() + i);
      String way = row.direction().id();
      add(rows, of, "relation", row.layer(), row.head(), null, null, row.relation(), way);
    }
    return rows;
  }

  private static void add(List<RawRow> rows, List<Example> examples, Object... figure) {
    for (int i = 0; i < examples.size(); i++) {
      Example example = examples.get(i);
      List<Object> values = new ArrayList<>(Arrays.asList(figure));
      values.add(i + 1); // the rank
      values.add(example.id());
      values.add(example.weight());
      values.add(example.queryPlace() == Example.NO_PLACE ? null : example.queryPlace());
      values.add(example.keyPlace());
      rows.add(RawRow.of(values.toArray()));
    }
  }
}
