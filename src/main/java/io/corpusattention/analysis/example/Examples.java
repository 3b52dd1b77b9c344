package io.corpusattention.analysis.example;

import io.corpusattention.analysis.summary.Best;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The strongest examples of each figure, over a corpus or a part of it. Parts merge to the same
 * result in any order.
 */
public final class Examples implements Serializable {
  private static final long serialVersionUID = 1;

  /** The number of examples to keep for each figure, each from a different sentence. */
  public static final int KEPT = 3;

  private final Map<Integer, Best<Example>> byFigure = new HashMap<>();

  /**
   * Adds the example of a figure in a sentence.
   *
   * @param figure the number of the figure, as in {@link Sought}
   */
  void add(int figure, Example example) {
    byFigure.computeIfAbsent(figure, any -> new Best<>(KEPT)).add(example);
  }

  /** Adds the examples of another part of the corpus. */
  public Examples add(Examples part) {
    part.byFigure.forEach(
        (figure, best) -> byFigure.computeIfAbsent(figure, any -> new Best<>(KEPT)).addAll(best));
    return this;
  }

  /**
   * Returns the examples of a figure, strongest first.
   *
   * @param figure the number of the figure, as in {@link Sought}
   */
  public List<Example> of(int figure) {
    Best<Example> best = byFigure.get(figure);
    return best == null ? List.of() : best.list();
  }
}
