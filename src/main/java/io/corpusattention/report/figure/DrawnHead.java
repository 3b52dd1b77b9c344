package io.corpusattention.report.figure;

import java.util.List;

/**
 * What one color of a figure stands for.
 *
 * @param name such as 3.1, layer and head; head 1 where the layer has no number
 * @param labels of the head, by the analysis; none without one
 * @param of the indexes of the heads whose mean it is, at least one
 */
record DrawnHead(String name, List<String> labels, List<Integer> of) {
  /** Its name, as short as a column of weights is narrow. */
  String number() {
    return name.substring(name.indexOf(' ') + 1);
  }

  /** Its labels as one text. */
  String shownLabels() {
    return labels.isEmpty() ? "–" : String.join(", ", labels);
  }
}
