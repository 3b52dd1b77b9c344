package io.corpusattention.corpus.text;

import io.corpusattention.attention.RejectReason;
import io.corpusattention.corpus.row.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.io.Text;

/**
 * A sentence in a CoNLL-U file. In: its lines, one at a time. Out: its words, or the reason why the
 * lines are not a valid sentence. Keeps nothing after the first wrong line, to bound the memory.
 */
final class ConlluSentence {
  /** The head of a word whose line does not name one. */
  static final int NO_HEAD = -1;

  private static final int COLUMNS = 10;
  private static final int FORM = 1;
  private static final int HEAD = 6;
  private static final int RELATION = 7;

  private static final Pattern COMMENT = Pattern.compile("#\\s*(sent_id|text)\\s*=\\s*(.*?)\\s*");

  /** The ID of a token of several words, or of a node without a written word. */
  private static final Pattern NO_WORD = Pattern.compile("[0-9]+[-.][0-9]+(\t.*)?");

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,9}");

  private final String file;
  private final Utf8 utf8 = new Utf8();
  private final List<String> words = new ArrayList<>();
  private final List<Integer> heads = new ArrayList<>();
  private final List<String> relations = new ArrayList<>();
  private final List<Long> places = new ArrayList<>(); // the line number of each word
  private String id;
  private String text;
  private long firstLine;
  private boolean begun;
  private Rejection flaw;

  /**
   * Creates a sentence without lines.
   *
   * @param file the file that contains it, for messages
   */
  ConlluSentence(String file) {
    this.file = file;
  }

  /**
   * Adds a line that is not blank.
   *
   * @param number the number of the line in its file, from 1
   */
  void add(Text line, long number) {
    firstLine = firstLine == 0 ? number : firstLine;
    boolean comment = ConlluLines.isComment(line);
    begun |= !comment;
    if (flaw != null) {
      return;
    }
    byte[] bytes = line.copyBytes();
    String decoded = utf8.decoded(bytes);
    if (decoded == null) {
      flaw = utf8.rejection(bytes, " of " + place(number));
    } else if (comment) {
      comment(decoded);
    } else if (!NO_WORD.matcher(decoded).matches()) {
      String wrong = word(decoded.split("\t", -1));
      places.add(number);
      flaw = wrong == null ? null : malformed(number, wrong);
    }
  }

  private void comment(String line) {
    Matcher comment = COMMENT.matcher(line);
    if (comment.matches()) {
      if (comment.group(1).equals("text")) {
        text = comment.group(2);
      } else {
        id = comment.group(2);
      }
    }
  }

  /** Adds a word. Returns what is wrong with it, or null. */
  private String word(String[] columns) {
    int due = words.size() + 1;
    if (columns.length != COLUMNS) {
      return "has "
          + columns.length
          + (columns.length == 1 ? " column" : " columns")
          + " between tabs, and a word has "
          + COLUMNS;
    }
    if (!columns[0].equals(Integer.toString(due))) {
      return "has the ID " + columns[0] + " where " + due + " is due";
    }
    if (columns[FORM].isBlank()) {
      return "has no FORM";
    }
    String head = columns[HEAD];
    if (!head.equals("_") && !NUMBER.matcher(head).matches()) {
      return "has the HEAD " + head + ", which is neither _ nor the number of a word";
    }
    words.add(columns[FORM]);
    heads.add(head.equals("_") ? NO_HEAD : Integer.parseInt(head));
    relations.add(columns[RELATION]);
    return heads.get(due - 1) == due ? "has itself for its HEAD" : null;
  }

  private Rejection malformed(long line, String wrong) {
    return new Rejection(RejectReason.MALFORMED, place(line) + " " + wrong);
  }

  private String place(long line) {
    return "line " + line + " of " + file;
  }

  /** Returns why the lines so far are not a valid sentence, or null if they are. */
  Rejection flaw() {
    for (int i = 0; flaw == null && i < words.size(); i++) {
      if (heads.get(i) > words.size()) {
        flaw =
            malformed(
                places.get(i),
                "has the HEAD " + heads.get(i) + ", and the last word is " + words.size());
      }
    }
    return flaw;
  }

  /** Returns whether it has lines other than comments. */
  boolean begun() {
    return begun;
  }

  /** Returns the number of its first line in the file, including comments. */
  long firstLine() {
    return firstLine;
  }

  /** Returns the sent_id from its comments, or null if there is none. */
  String id() {
    return id;
  }

  /** Returns the text from its comments, or null if there is none. */
  String text() {
    return text;
  }

  /** Returns its words as written. */
  List<String> words() {
    return words;
  }

  /** Returns the governor of each word, counted from 1; 0 for a root; or {@link #NO_HEAD}. */
  int[] heads() {
    return heads.stream().mapToInt(Integer::intValue).toArray();
  }

  /** Returns the relation of each word to its governor. */
  List<String> relations() {
    return relations;
  }
}
