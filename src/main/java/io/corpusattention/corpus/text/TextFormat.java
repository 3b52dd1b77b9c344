package io.corpusattention.corpus.text;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.corpus.row.RawRow;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.types.StructField;

/** The format of text files, which says what a record is. Sent to the executors. */
sealed interface TextFormat extends Serializable permits LineFormat, ConlluFormat {
  /** Returns the name of this format in messages. */
  String title();

  /** Returns the columns that {@code --keep} may name. */
  List<StructField> known();

  /** Returns the columns of a record, with these kept columns. */
  TextSchema schema(List<StructField> kept);

  /** Counts the records and lines in a part of a file. */
  Count count(TextSplit split, Configuration conf);

  /** Returns the records of a part of a file. Their ids are their numbers. */
  Iterator<RawRow> rows(NumberedSplit split, TextSchema schema, Configuration conf);

  /** The numbers of records and lines in a text. */
  record Count(long records, long lines) implements Serializable {}

  /**
   * A part of a text file and its place in the input.
   *
   * @param recordsBefore the number of records in the whole input before its first one
   * @param linesBefore the number of lines in its file before its first one
   */
  record NumberedSplit(TextSplit split, long recordsBefore, long linesBefore)
      implements Serializable {}

  /**
   * Returns the format with this name in {@code --input-format}, or empty if it is not a text
   * format.
   */
  static Optional<TextFormat> named(String format) {
    return switch (format) {
      case TextCorpus.TEXT -> Optional.of(new LineFormat());
      case TextCorpus.CONLLU -> Optional.of(new ConlluFormat());
      default -> Optional.empty();
    };
  }

  /**
   * Returns the columns of an input in this format.
   *
   * @throws BadSettingException if the user names a column that it does not have
   */
  default TextSchema find(CorpusSource source, TextColumns columns) {
    for (String column : new String[] {columns.id(), columns.text(), columns.tokens()}) {
      if (column != null) {
        throw source
            .given()
            .bad(
                "is " + title() + ", which has no column " + column,
                "; leave the columns out, or say ",
                Setting.INPUT_FORMAT,
                " parquet");
      }
    }
    List<StructField> kept = new ArrayList<>();
    for (String name : columns.keep()) {
      StructField field =
          known().stream()
              .filter(column -> column.name().equals(name))
              .findFirst()
              .orElseThrow(() -> notKept(source, name));
      if (kept.contains(field)) {
        throw Setting.KEEP.of(name).bad("is in the output already; name it once");
      }
      kept.add(field);
    }
    return schema(kept);
  }

  private BadSettingException notKept(CorpusSource source, String name) {
    if (schema(List.of()).kept().stream().anyMatch(column -> column.name().equals(name))) {
      return Setting.KEEP.of(name).bad("is kept automatically; leave it out");
    }
    List<String> names = known().stream().map(StructField::name).toList();
    int last = names.size() - 1;
    return Setting.KEEP
        .of(name)
        .bad(
            "there is no such column in ",
            source.given(),
            "; of "
                + title()
                + " files, "
                + String.join(", ", names.subList(0, last))
                + " and "
                + names.get(last)
                + " can be kept");
  }
}
