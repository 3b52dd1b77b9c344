package io.corpusattention.weights.safetensors;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What a header says of one tensor.
 *
 * @param shape its dimensions; none for a scalar
 * @param begin its first byte, counted from the end of the header
 * @param end the byte after its last
 */
public record TensorEntry(String name, Dtype dtype, long[] shape, long begin, long end) {
  /** Numbers in it. The header has been checked: the product does not overflow. */
  public long count() {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }

  /** The shape as people write it. */
  public String shapeText() {
    return Arrays.stream(shape)
        .mapToObj(Long::toString)
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
