package io.corpusattention.report.figure;

import java.util.ArrayList;
import java.util.List;

/**
 * Converts text to a form that a figure can show. In: any string, such as a token. Out: pieces of
 * text that are valid in XML, cut to a number of columns.
 *
 * <p>Characters that are invisible, that reverse the text around them, or that XML 1.0 forbids are
 * replaced by their names, such as ‹U+0007›. The page's script text.js uses the same rule. Widths
 * do not depend on a font: a letter takes one column, an ideograph or emoji two.
 */
final class ShownText {
  private static final int ZWNJ = 0x200c;
  private static final int ZWJ = 0x200d;
  private static final int EMOJI_SELECTOR = 0xfe0f;
  private static final int BLACK_FLAG = 0x1f3f4;

  /** The ranges of Unicode's default ignorable code points: pairs of first and last. */
  private static final int[] IGNORABLE = {
    0xad, 0xad, 0x34f, 0x34f, 0x61c, 0x61c, 0x115f, 0x1160, 0x17b4, 0x17b5, 0x180b, 0x180f, 0x200b,
    0x200f, 0x202a, 0x202e, 0x2060, 0x206f, 0x3164, 0x3164, 0xfe00, 0xfe0f, 0xfeff, 0xfeff, 0xffa0,
    0xffa0, 0xfff0, 0xfff8, 0x1bca0, 0x1bca3, 0x1d173, 0x1d17a, 0xe0000, 0xe0fff
  };

  /** Blank Braille, and annotation marks. */
  private static final int[] BLANK = {0x2800, 0x2800, 0xfff9, 0xfffb};

  /** The ranges of characters that fonts draw two columns wide. */
  private static final int[] WIDE = {
    0x1100, 0x115f, 0x2e80, 0x303e, 0x3041, 0x33ff, 0x3400, 0x4dbf, 0x4e00, 0xa4cf, 0xac00, 0xd7a3,
    0xf900, 0xfaff, 0xfe30, 0xfe4f, 0xff00, 0xff60, 0xffe0, 0xffe6, 0x1f300, 0x1faff, 0x20000,
    0x3fffd
  };

  /** A part of a text: unchanged, or the name of a character that is invisible. */
  record Piece(String text, boolean odd) {}

  /** What a reader perceives as one character, and the number of its columns. */
  private record Cluster(String text, boolean odd, int columns) {}

  private ShownText() {}

  /**
   * Returns the pieces of a text.
   *
   * @param columns the most columns; a longer text is cut, with … as its last column
   */
  static List<Piece> pieces(String text, int columns) {
    if (text.isEmpty()) {
      return List.of(new Piece("‹empty›", true));
    }
    List<Cluster> clusters = clusters(text, columns);
    int all = clusters.stream().mapToInt(Cluster::columns).sum();
    List<Piece> pieces = new ArrayList<>();
    int used = 0;
    for (Cluster cluster : clusters) {
      used += cluster.columns;
      if (all > columns && used > columns - 1) {
        add(pieces, "…", false);
        break;
      }
      add(pieces, cluster.text, cluster.odd);
    }
    return pieces;
  }

  /** Returns the number of columns that a text takes, up to this limit. */
  static int columns(String text, int columns) {
    return Math.min(
        columns,
        text.isEmpty()
            ? "‹empty›".length()
            : clusters(text, columns).stream().mapToInt(Cluster::columns).sum());
  }

  /** Returns the pieces of a text as one string. */
  static String plain(String text, int columns) {
    StringBuilder plain = new StringBuilder();
    pieces(text, columns).forEach(piece -> plain.append(piece.text));
    return plain.toString();
  }

  private static void add(List<Piece> pieces, String text, boolean odd) {
    int last = pieces.size() - 1;
    if (last >= 0 && pieces.get(last).odd == odd) {
      pieces.set(last, new Piece(pieces.get(last).text + text, odd));
    } else {
      pieces.add(new Piece(text, odd));
    }
  }

  /** Splits a text into clusters, a few more than fit. Limits marks, which take no column, too. */
  private static List<Cluster> clusters(String text, int columns) {
    List<Cluster> clusters = new ArrayList<>();
    boolean blank = text.isBlank();
    int used = 0;
    int before = -1;
    int most =
        text.offsetByCodePoints(0, Math.min(8 * columns, text.codePointCount(0, text.length())));
    for (int at = 0; at < most && used <= columns; ) {
      int point = text.codePointAt(at);
      int end = at + Character.charCount(point);
      int next = end < text.length() ? text.codePointAt(end) : -1;
      if (point == ' ' ? blank : isUnseen(point) && !isAtHome(before, point, next, text, at)) {
        String name = point == ' ' ? "‹␣›" : String.format("‹U+%04X›", point);
        clusters.add(new Cluster(name, true, name.length()));
      } else {
        String letter = text.substring(at, end);
        int last = clusters.size() - 1;
        if (last >= 0 && !clusters.get(last).odd && belongsTo(before, point)) {
          Cluster cluster = clusters.get(last);
          clusters.set(last, new Cluster(cluster.text + letter, false, cluster.columns));
        } else {
          clusters.add(new Cluster(letter, false, isIn(WIDE, point) ? 2 : 1));
        }
      }
      used = clusters.stream().mapToInt(Cluster::columns).sum();
      before = point;
      at = end;
    }
    if (most < text.length() && used <= columns) {
      clusters.add(new Cluster(" ", false, columns)); // there is more text, which must be cut
    }
    return clusters;
  }

  private static boolean isUnseen(int point) {
    return switch (Character.getType(point)) {
      case Character.CONTROL,
          Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true; // an unpaired surrogate is not an XML character
      default ->
          (point != EMOJI_SELECTOR && isIn(IGNORABLE, point))
              || isIn(BLANK, point)
              || (point & 0xfffe) == 0xfffe; // noncharacters; XML forbids two of them
    };
  }

  /**
   * Returns whether an invisible character belongs here: joiners between letters or emoji, tags of
   * flags, and selectors of ideographs.
   */
  private static boolean isAtHome(int before, int point, int next, String text, int at) {
    if (point == ZWNJ || point == ZWJ) {
      return (isLetterOrSymbol(before) || isMark(before) || before == EMOJI_SELECTOR)
          && isLetterOrSymbol(next);
    }
    if (point >= 0xe0020 && point <= 0xe007f) {
      int from = at;
      while (from > 0 && isIn(new int[] {0xe0020, 0xe007f}, text.codePointBefore(from))) {
        from -= 2;
      }
      return from > 0 && text.codePointBefore(from) == BLACK_FLAG;
    }
    return point >= 0xe0100 && point <= 0xe01ef && before >= 0 && Character.isIdeographic(before);
  }

  private static boolean isLetterOrSymbol(int point) {
    if (point < 0) {
      return false;
    }
    return switch (Character.getType(point)) {
      case Character.OTHER_SYMBOL, Character.MODIFIER_SYMBOL, Character.MATH_SYMBOL -> true;
      // Emoji that are newer than this Java version have no type in it.
      default -> Character.isLetter(point) || (point >= 0x1f000 && point <= 0x1faff);
    };
  }

  private static boolean isMark(int point) {
    if (point < 0) {
      return false;
    }
    int type = Character.getType(point);
    return type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.COMBINING_SPACING_MARK;
  }

  /** Returns whether a character is drawn together with the previous one. */
  private static boolean belongsTo(int before, int point) {
    return isMark(point)
        || point == ZWJ
        || point == ZWNJ
        || before == ZWJ
        || (point >= 0x1f3fb && point <= 0x1f3ff) // skin tones
        || (point >= 0xe0020 && point <= 0xe01ef);
  }

  private static boolean isIn(int[] ranges, int point) {
    for (int i = 0; i < ranges.length; i += 2) {
      if (point >= ranges[i] && point <= ranges[i + 1]) {
        return true;
      }
    }
    return false;
  }
}
