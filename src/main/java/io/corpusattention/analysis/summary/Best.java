package io.corpusattention.analysis.summary;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The best of many things, and no more of them than asked for: the same whatever the order in which
 * they come. Best is what their natural order puts first.
 */
public final class Best<T extends Comparable<? super T>> implements Serializable {
  private static final long serialVersionUID = 1;

  private final int limit;
  private final ArrayList<T> sorted = new ArrayList<>();

  /** Nothing yet. */
  public Best(int limit) {
    this.limit = limit;
  }

  /** Adds one more. */
  public Best<T> add(T thing) {
    int found = Collections.binarySearch(sorted, thing);
    int at = found < 0 ? -found - 1 : found;
    if (at < limit) {
      sorted.add(at, thing);
      if (sorted.size() > limit) {
        sorted.remove(limit);
      }
    }
    return this;
  }

  /** Adds those of another part. */
  public Best<T> addAll(Best<T> other) {
    other.sorted.forEach(this::add);
    return this;
  }

  /** Best first. */
  public List<T> list() {
    return Collections.unmodifiableList(sorted);
  }
}
