package io.corpusattention.table;

import io.corpusattention.corpus.files.RunLayout;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** The columns of the table of hidden states, which has a row for each sentence. */
public final class HiddenTableSchema {
  public static final String HIDDEN = "hidden";

  private HiddenTableSchema() {}

  /**
   * The columns: those that tell of the sentence, as in the attention table, and hidden.
   *
   * @throws io.corpusattention.attention.BadSettingException where the id or a kept column has the
   *     name of one of the table's own
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
