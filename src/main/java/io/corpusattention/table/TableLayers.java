package io.corpusattention.table;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.encoder.LayerChoice;
import java.util.List;

/**
 * The layers to read from a table.
 *
 * @param chosen their numbers, ascending; empty for a single-layer table
 */
record TableLayers(List<Integer> chosen) {
  /**
   * Resolves a choice of several layers or all.
   *
   * @throws BadSettingException if the table does not have these layers
   */
  static TableLayers of(Given label, AttentionFooters footers, LayerChoice choice) {
    return choice.isAll()
        ? new TableLayers(footers.layers())
        : of(label, footers, Setting.LAYERS.of(choice.text()), choice.numbers());
  }

  private static TableLayers of(
      Given label, AttentionFooters footers, Given asked, List<Integer> wanted) {
    List<Integer> layers = footers.layers();
    if (layers.isEmpty()) {
      throw asked.bad("the table of ", label, " is of one layer; leave ", Setting.LAYERS, " out");
    }
    for (Integer layer : wanted) {
      if (!layers.contains(layer)) {
        throw asked.bad(
            "the table of ",
            label,
            " has the layers "
                + footers.keys().get(AttentionFooters.LAYERS)
                + "; choose "
                + (wanted.size() == 1 ? "one" : "of them"));
      }
    }
    return new TableLayers(wanted);
  }
}
