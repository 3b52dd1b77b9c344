package io.corpusattention.corpus.text;

import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.row.Rejection;
import java.util.Iterator;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/** Text in which each line is a record. */
record LineFormat() implements TextFormat {
  /** The path of the file. */
  static final StructField FILE = DataTypes.createStructField("file", DataTypes.StringType, false);

  /** The number of a line in the file, from 1. */
  static final StructField LINE = DataTypes.createStructField("line", DataTypes.LongType, false);

  @Override
  public String title() {
    return "text";
  }

  @Override
  public List<StructField> known() {
    return List.of(FILE, LINE);
  }

  @Override
  public TextSchema schema(List<StructField> kept) {
    return TextSchema.ofLines(kept);
  }

  @Override
  public Count count(TextSplit split, Configuration conf) {
    long count = 0;
    for (Iterator<Text> lines = split.lines(conf); lines.hasNext(); lines.next()) {
      count++;
    }
    return new Count(count, count);
  }

  @Override
  public Iterator<RawRow> rows(NumberedSplit split, TextSchema schema, Configuration conf) {
    Iterator<Text> lines = split.split().lines(conf);
    return new Iterator<>() {
      private final Utf8 utf8 = new Utf8();
      private long number;

      @Override
      public boolean hasNext() {
        return lines.hasNext();
      }

      @Override
      public RawRow next() {
        Text line = lines.next();
        number++;
        return row(split, schema, number, line.copyBytes(), utf8);
      }
    };
  }

  private static RawRow row(
      NumberedSplit split, TextSchema schema, long number, byte[] line, Utf8 utf8) {
    long place = split.linesBefore() + number;
    Object[] values = new Object[schema.width()];
    values[TextSchema.ID] = split.recordsBefore() + number;
    values[TextSchema.CONTENT] = line;
    for (int i = 0; i < schema.kept().size(); i++) {
      values[TextSchema.FIRST_KEPT + i] =
          schema.kept().get(i).equals(FILE) ? split.split().path() : place;
    }
    if (!utf8.isValid(line)) {
      Rejection flaw = utf8.rejection(line, " of line " + place + " of " + split.split().path());
      values[schema.reason()] = flaw.reason().name();
      values[schema.reason() + 1] = flaw.detail();
    }
    return RawRow.of(values);
  }
}
