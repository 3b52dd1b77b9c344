package io.corpusattention.analysis.summary;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The best of many items, up to a limit. They do not depend on the order in which items are added.
 * The best item is the first in natural order.
 */
public final class Best<T extends Comparable<? super T>> implements Serializable {
  private static final long serialVersionUID = 1;

  private final int limit;
  private final ArrayList<T> sorted = new ArrayList<>();

  /** Creates an empty collection. */
  public Best(int limit) {
    this.limit = limit;
  }

  /** Adds an item. */
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

  /** Adds the items of another part. */
  public Best<T> addAll(Best<T> other) {
    other.sorted.forEach(this::add);
    return this;
  }

  /** Returns the items, best first. */
  public List<T> list() {
    return Collections.unmodifiableList(sorted);
  }
}
