package io.corpusattention.report.figure;

import java.util.List;

/**
 * What one color of a figure stands for.
 *
 * @param name such as 3.1, layer and head
 * @param labels of the head, by the analysis; none without one
 * @param of the indexes of the heads whose mean it is, at least one
 */
record DrawnHead(String name, List<String> labels, List<Integer> of) {
  String shownLabels() {
    return labels.isEmpty() ? "–" : String.join(", ", labels);
  }
}
