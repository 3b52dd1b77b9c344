package io.corpusattention.job.text;

import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.corpus.row.Rejection;
import io.corpusattention.corpus.text.SentenceCutter;
import io.corpusattention.text.Tokens;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.commons.lang3.stream.Streams;

/**
 * A sentence cut from a text, for passes that read the text but write nothing.
 *
 * @param id the id as text
 * @param text null if the input was already cut into tokens
 */
public record CutSentence(String id, String text, Tokens tokens) implements Serializable {
  /** Returns the sentences of records. Skips bad records; the pass that writes reports them. */
  public static Iterator<CutSentence> of(Iterator<RawRow> rows, SentenceCutter cutter) {
    return Streams.of(rows).flatMap(row -> of(row, cutter).stream()).iterator();
  }

  private static List<CutSentence> of(RawRow row, SentenceCutter cutter) {
    List<CutSentence> found = new ArrayList<>();
    SentenceCutter.Sink sink =
        new SentenceCutter.Sink() {
          @Override
          public void sentence(Object id, String text, Tokens tokens) {
            found.add(new CutSentence(id.toString(), text, tokens));
          }

          @Override
          public void reject(Object id, Rejection rejection) {}

          @Override
          public void emptyLine() {}
        };
    try {
      cutter.cut(row, sink);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }
}
