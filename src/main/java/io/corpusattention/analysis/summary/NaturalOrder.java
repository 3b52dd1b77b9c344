package io.corpusattention.analysis.summary;

import java.io.Serializable;
import java.util.Comparator;

/**
 * The natural sort order of ids. Numbers are ordered by value. In text, each run of digits counts
 * as a number, so 17.2 comes before 17.10. Values of different classes are compared as text. Null
 * comes first.
 */
public final class NaturalOrder implements Comparator<Object>, Serializable {
  private static final long serialVersionUID = 1;

  public static final NaturalOrder ORDER = new NaturalOrder();

  private NaturalOrder() {}

  @Override
  @SuppressWarnings("unchecked") // the values of a column have the same class
  public int compare(Object one, Object other) {
    if (one == null || other == null) {
      return one == other ? 0 : one == null ? -1 : 1;
    }
    if (one instanceof String a && other instanceof String b) {
      return text(a, b);
    }
    return one instanceof Comparable && one.getClass() == other.getClass()
        ? ((Comparable<Object>) one).compareTo(other)
        : text(one.toString(), other.toString());
  }

  private static int text(String one, String other) {
    int a = 0;
    int b = 0;
    while (a < one.length() && b < other.length()) {
      if (digit(one, a) && digit(other, b)) {
        int aFrom = significant(one, a);
        int bFrom = significant(other, b);
        a = endOfDigits(one, aFrom);
        b = endOfDigits(other, bFrom);
        int order = Integer.compare(a - aFrom, b - bFrom);
        if (order == 0) {
          order = one.substring(aFrom, a).compareTo(other.substring(bFrom, b));
        }
        if (order != 0) {
          return order;
        }
      } else if (one.charAt(a) == other.charAt(b)) {
        a++;
        b++;
      } else {
        return Character.compare(one.charAt(a), other.charAt(b));
      }
    }
    int order = Integer.compare(one.length() - a, other.length() - b);
    return order != 0 ? order : one.compareTo(other); // 7 and 07 are different
  }

  private static boolean digit(String text, int at) {
    return text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  /** Returns the index of the first digit that is not a leading zero, or the end of the digits. */
  private static int significant(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) == '0') {
      at++;
    }
    return at;
  }

  private static int endOfDigits(String text, int from) {
    int at = from;
    while (at < text.length() && digit(text, at)) {
      at++;
    }
    return at;
  }
}
