package io.corpusattention.encoder;

import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The text form of layer numbers: from 0, with commas and ranges, as in {@code 0,3-5}. */
public final class LayerNumbers {
  private static final int MOST = 10_000;
  private static final Pattern PART = Pattern.compile("(\\d{1,6})(?:-(\\d{1,6}))?");

  private LayerNumbers() {}

  /**
   * Parses layer numbers.
   *
   * @return the numbers, ascending, without duplicates
   * @throws IllegalArgumentException if a part is not a number or range; the message is that part
   */
  public static List<Integer> parse(String text) {
    TreeSet<Integer> numbers = new TreeSet<>();
    for (String part : text.split(",", -1)) {
      Matcher range = PART.matcher(part);
      if (!range.matches()) {
        throw new IllegalArgumentException(part);
      }
      int first = Integer.parseInt(range.group(1));
      int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
      if (first > last || last - first > MOST) {
        throw new IllegalArgumentException(part);
      }
      IntStream.rangeClosed(first, last).forEach(numbers::add);
    }
    return List.copyOf(numbers);
  }

  /**
   * Formats layer numbers in the shortest form.
   *
   * @param numbers the numbers, ascending
   */
  public static String shown(List<Integer> numbers) {
    return IntStream.range(0, numbers.size())
        .filter(i -> i == 0 || numbers.get(i) != numbers.get(i - 1) + 1)
        .mapToObj(
            from -> {
              int to = from;
              while (to + 1 < numbers.size() && numbers.get(to + 1) == numbers.get(to) + 1) {
                to++;
              }
              return numbers.get(from) + (to == from ? "" : "-" + numbers.get(to));
            })
        .collect(Collectors.joining(","));
  }
}
