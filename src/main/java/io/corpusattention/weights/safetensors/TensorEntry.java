package io.corpusattention.weights.safetensors;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The entry of one tensor in a header.
 *
 * @param shape its dimensions; empty for a scalar
 * @param begin its first byte, counted from the end of the header
 * @param end the byte after its last byte
 */
public record TensorEntry(String name, Dtype dtype, long[] shape, long begin, long end) {
  /** Returns the number of its elements. The parser checked that the product does not overflow. */
  public long count() {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  /** Returns the shape as text, such as [2, 3]. */
  public String shapeText() {
    return Arrays.stream(shape)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
