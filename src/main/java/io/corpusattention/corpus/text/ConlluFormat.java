package io.corpusattention.corpus.text;

import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.corpus.row.SyntaxColumns;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.Text;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;

/**
 * CoNLL-U, the format of Universal Dependencies: one line per word, and a blank line after each
 * sentence. Each sentence is a record of words, with the governor of each word.
 */
record ConlluFormat() implements TextFormat {
  private static final StructField HEADS =
      DataTypes.createStructField(
          SyntaxColumns.HEADS, DataTypes.createArrayType(DataTypes.IntegerType, false), false);
  private static final StructField RELATIONS =
      DataTypes.createStructField(
          SyntaxColumns.RELATIONS, DataTypes.createArrayType(DataTypes.StringType, false), false);
  private static final StructField SENT_ID =
      DataTypes.createStructField("sent_id", DataTypes.StringType, true);
  private static final StructField TEXT =
      DataTypes.createStructField("text", DataTypes.StringType, true);

  @Override
  public String title() {
    return "CoNLL-U";
  }

  @Override
  public List<StructField> known() {
    return List.of(LineFormat.FILE, LineFormat.LINE, SENT_ID, TEXT);
  }

  @Override
  public TextSchema schema(List<StructField> kept) {
    List<StructField> all = new ArrayList<>(List.of(HEADS, RELATIONS));
    all.addAll(kept);
    return TextSchema.ofSentences(all);
  }

  @Override
  public Count count(TextSplit split, Configuration conf) {
    try (ConlluLines lines = new ConlluLines(split, conf)) {
      long sentences = 0;
      boolean begun = false;
      for (Text line = lines.next(); line != null; line = lines.next()) {
        boolean blank = ConlluLines.isBlank(line);
        sentences += blank && begun ? 1 : 0;
        begun = !blank && (begun || !ConlluLines.isComment(line));
      }
      return new Count(sentences + (begun ? 1 : 0), lines.number());
    }
  }

  @Override
  public Iterator<RawRow> rows(NumberedSplit split, TextSchema schema, Configuration conf) {
    return new Rows(split, schema, new ConlluLines(split.split(), conf));
  }

  private static final class Rows implements Iterator<RawRow> {
    private final NumberedSplit split;
    private final TextSchema schema;
    private final ConlluLines lines;
    private long number;
    private ConlluSentence next; // null if not known yet, or if there is none

    Rows(NumberedSplit split, TextSchema schema, ConlluLines lines) {
      this.split = split;
      this.schema = schema;
      this.lines = lines;
    }

    @Override
    public boolean hasNext() {
      next = next == null ? read() : next;
      return next != null;
    }

    @Override
    public RawRow next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      ConlluSentence sentence = next;
      next = null;
      number++;
      return row(sentence);
    }

    /**
     * Reads the next sentence. Returns null after the last one. Comments alone are not a sentence.
     */
    private ConlluSentence read() {
      ConlluSentence sentence = new ConlluSentence(split.split().path());
      for (Text line = lines.next(); line != null; line = lines.next()) {
        if (!ConlluLines.isBlank(line)) {
          sentence.add(line, split.linesBefore() + lines.number());
        } else if (sentence.begun()) {
          return sentence;
        } else {
          sentence = new ConlluSentence(split.split().path());
        }
      }
      return sentence.begun() ? sentence : null;
    }

    private RawRow row(ConlluSentence sentence) {
      Rejection flaw = sentence.flaw();
      int[] heads = sentence.heads();
      Object[] values = new Object[schema.width()];
      values[TextSchema.ID] = split.recordsBefore() + number;
      values[TextSchema.CONTENT] = sentence.words();
      for (int i = 0; i < schema.kept().size(); i++) {
        values[TextSchema.FIRST_KEPT + i] =
            switch (schema.kept().get(i).name()) {
              case SyntaxColumns.HEADS -> RawRow.list(heads, heads.length);
              case SyntaxColumns.RELATIONS -> sentence.relations();
              case "file" -> split.split().path();
              case "line" -> sentence.firstLine();
              case "sent_id" -> sentence.id();
              default -> sentence.text();
            };
      }
      if (flaw != null) {
        values[schema.reason()] = flaw.reason().name();
        values[schema.reason() + 1] = flaw.detail();
      }
      return RawRow.of(values);
    }
  }
}
