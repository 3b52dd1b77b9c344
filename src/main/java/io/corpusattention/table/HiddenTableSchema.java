package io.corpusattention.table;

import io.corpusattention.corpus.files.RunLayout;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of the table of hidden states, which has one row for each sentence. */
public final class HiddenTableSchema {
  public static final String HIDDEN = "hidden";

  private HiddenTableSchema() {}

  /**
   * Returns the columns that describe the sentence, as in the attention table, followed by hidden.
   *
   * @throws io.corpusattention.attention.BadSettingException if the id or a kept column has the
   *     name of one of the table's own columns
   */
  public static TableSchema of(AttentionTableSchema.Leading leading) {
    List<StructField> records = leading.fields(List.of(HIDDEN), "the table of hidden states");
    StructField hidden =
        DataTypes.createStructField(
            HIDDEN, DataTypes.createArrayType(DataTypes.FloatType, false), false);
    return new TableSchema(
        RunLayout.HIDDEN,
        new StructType(records.toArray(new StructField[0])),
        new StructType(new StructField[] {hidden}),
        Map.of());
  }
}
