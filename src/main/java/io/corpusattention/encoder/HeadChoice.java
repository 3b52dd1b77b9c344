package io.corpusattention.encoder;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import java.util.BitSet;
import java.util.List;

/**
 * Heads chosen by name. In {@code 3.1,2.1}, each is a layer and a head in it, from 0. If there is
 * only one layer, the heads suffice: {@code 1,3}.
 *
 * @param text the names, or null for all heads
 */
public record HeadChoice(String text) {
  private static final String FORM = "[0-9]{1,6}(\\.[0-9]{1,6})?";

  public HeadChoice {
    if (text != null) {
      for (String head : text.split(",", -1)) {
        if (!head.matches(FORM)) {
          throw bad(text, "'" + head + "' is not a head");
        }
      }
    }
  }

  private static BadSettingException bad(String text, String what) {
    return Setting.HEADS
        .of(text)
        .bad(what + "; give layer.head, such as 3.1,2.1, or of one layer the head alone");
  }

  /**
   * Returns the chosen heads, numbered through all layers.
   *
   * @param layers the numbers of the layers, with null for a layer without a number
   * @param heads the number of heads of each layer
   * @throws BadSettingException if there is no such head
   */
  public BitSet of(List<Integer> layers, int heads) {
    BitSet chosen = new BitSet();
    if (text == null) {
      chosen.set(0, layers.size() * heads);
      return chosen;
    }
    for (String given : text.split(",", -1)) {
      int point = given.indexOf('.');
      int head = Integer.parseInt(given.substring(point + 1));
      int layer = point < 0 ? 0 : layers.indexOf(Integer.valueOf(given.substring(0, point)));
      if (point < 0 && layers.size() > 1) {
        throw bad(text, "'" + given + "' is of no layer");
      }
      if (layer < 0 || head >= heads) {
        String what =
            layers.size() == 1 && layers.get(0) == null
                ? ""
                : layers.size() == 1
                    ? "the layer " + layers.get(0) + ", with "
                    : layers.size()
                        + " layers, from "
                        + layers.get(0)
                        + " to "
                        + layers.get(layers.size() - 1)
                        + ", each with ";
        throw bad(
            text,
            "there is no head " + given + ": there are " + what + "the heads 0 to " + (heads - 1));
      }
      chosen.set(layer * heads + head);
    }
    return chosen;
  }
}
