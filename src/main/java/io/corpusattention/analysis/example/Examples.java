package io.corpusattention.analysis.example;

import io.corpusattention.analysis.summary.Best;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The strongest examples of each figure, over a corpus or a part of it: parts join to the same in
 * any order.
 */
public final class Examples implements Serializable {
  private static final long serialVersionUID = 1;

  /** So many are kept of each figure, each of another sentence. */
  public static final int KEPT = 3;

  private final Map<Integer, Best<Example>> byFigure = new HashMap<>();

  /**
   * Adds what a sentence has of a figure.
   *
   * @param figure its number, as {@link Sought} has it
   */
  void add(int figure, Example example) {
    byFigure.computeIfAbsent(figure, any -> new Best<>(KEPT)).add(example);
  }

  /** Adds those of another part of the corpus. */
  public Examples add(Examples part) {
    part.byFigure.forEach(
        (figure, best) -> byFigure.computeIfAbsent(figure, any -> new Best<>(KEPT)).addAll(best));
    return this;
  }

  /**
   * The examples of a figure, strongest first.
   *
   * @param figure its number, as {@link Sought} has it
   */
  public List<Example> of(int figure) {
    Best<Example> best = byFigure.get(figure);
    return best == null ? List.of() : best.list();
  }
}
