package io.corpusattention.report.figure;

import java.util.List;

/**
 * The head, or mean of heads, that one color of a figure shows.
 *
 * @param name the layer and head, such as 3.1; "head 1" if the layer has no number; or "mean"
 * @param labels the labels of the head from the analysis; empty without an analysis
 * @param of the indices of the heads that are averaged, numbered through all layers; at least one
 */
record DrawnHead(String name, List<String> labels, List<Integer> of) {
  /** Returns its name in a short form that fits a column of weights. */
  String number() {
    return name.substring(name.indexOf(' ') + 1);
  }

  /** Returns its labels as one string. */
  String shownLabels() {
    return String.join(", ", labels);
  }
}
