package io.corpusattention.job.attend;

import io.corpusattention.attention.Setting;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Which of a model's layers are written: {@code all}, or numbers from 0 and ranges of them, {@code
 * 0,3-5}.
 */
public record LayerChoice(String text) {
  public static final String ALL = "all";

  private static final Pattern PART = Pattern.compile("(\\d{1,6})(?:-(\\d{1,6}))?");

  public LayerChoice {
    if (!text.equals(ALL)) {
      for (String part : text.split(",", -1)) {
        Matcher range = PART.matcher(part);
        if (!range.matches() || (range.group(2) != null && first(range) > last(range))) {
          throw Setting.LAYERS
              .of(text)
              .bad("'" + part + "' is no layer; give all, or layers from 0, such as 0,3-5");
        }
      }
    }
  }

  private static int first(Matcher range) {
    return Integer.parseInt(range.group(1));
  }

  private static int last(Matcher range) {
    return range.group(2) == null ? first(range) : Integer.parseInt(range.group(2));
  }

  /**
   * The layers of a model with so many, ascending.
   *
   * @throws io.corpusattention.attention.BadSettingException where it has no such layer
   */
  List<Integer> of(int count) {
    if (text.equals(ALL)) {
      return IntStream.range(0, count).boxed().toList();
    }
    TreeSet<Integer> chosen = new TreeSet<>();
    for (String part : text.split(",", -1)) {
      Matcher range = PART.matcher(part);
      if (range.matches()) {
        if (last(range) >= count) {
          throw Setting.LAYERS
              .of(text)
              .bad("the model has layers 0 to " + (count - 1) + "; there is no " + last(range));
        }
        IntStream.rangeClosed(first(range), last(range)).forEach(chosen::add);
      }
    }
    return List.copyOf(chosen);
  }

  /** Layers as a user writes them, the other way about: {@code 0,3-5}. */
  static String shown(List<Integer> layers) {
    return IntStream.range(0, layers.size())
        .filter(i -> i == 0 || layers.get(i) != layers.get(i - 1) + 1)
        .mapToObj(
            from -> {
              int to = from;
              while (to + 1 < layers.size() && layers.get(to + 1) == layers.get(to) + 1) {
                to++;
              }
              return layers.get(from) + (to == from ? "" : "-" + layers.get(to));
            })
        .collect(Collectors.joining(","));
  }
}
