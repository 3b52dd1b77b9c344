package io.corpusattention.report.figure;

import java.util.List;

/**
 * The head, or mean of heads, that one color of a figure shows.
 *
 * @param name the layer and head, such as 3.1, or such as "head 1" if the layer has no number
 * @param labels the labels of the head from the analysis; empty without one
 * @param of the indexes of the heads that are averaged, at least one
 */
record DrawnHead(String name, List<String> labels, List<Integer> of) {
  /** Returns its name in a short form that fits a column of weights. */
  String number() {
    return name.substring(name.indexOf(' ') + 1);
  }

  /** Returns its labels as one string. */
  String shownLabels() {
    return labels.isEmpty() ? "–" : String.join(", ", labels);
  }
}
