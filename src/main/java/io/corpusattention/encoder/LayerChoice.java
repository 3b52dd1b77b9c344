package io.corpusattention.encoder;

import io.corpusattention.attention.Setting;
import java.util.List;
import java.util.stream.IntStream;

/** The layers of a model to write: {@code all}, or numbers as in {@link LayerNumbers}. */
public record LayerChoice(String text) {
  public static final String ALL = "all";

  public LayerChoice {
    if (!text.equals(ALL)) {
      try {
        LayerNumbers.parse(text);
      } catch (IllegalArgumentException e) {
        throw Setting.LAYERS
            .of(text)
            .bad(
                "'"
                    + e.getMessage()
                    + "' is neither a layer nor a range of layers; give all, or layers from 0, such as 0,3-5")
            .causedBy(e);
      }
    }
  }

  /** Returns whether all layers are chosen. */
  public boolean isAll() {
    return text.equals(ALL);
  }

  /** Returns the numbers in the text. Do not call it if {@link #isAll}. */
  public List<Integer> numbers() {
    return LayerNumbers.parse(text);
  }

  /**
   * Returns the chosen layers of a model with {@code count} layers, ascending.
   *
   * @throws io.corpusattention.attention.BadSettingException if it has no such layer
   */
  public List<Integer> of(int count) {
    if (isAll()) {
      return IntStream.range(0, count).boxed().toList();
    }
    List<Integer> chosen = numbers();
    int last = chosen.get(chosen.size() - 1);
    if (last >= count) {
      throw Setting.LAYERS
          .of(text)
          .bad("the model has the layers 0 to " + (count - 1) + ", and no layer " + last);
    }
    return chosen;
  }
}
