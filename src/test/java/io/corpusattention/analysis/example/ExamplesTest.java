package io.corpusattention.analysis.example;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Verifies that the three strongest examples are kept, regardless of the order in which parts are
 * joined.
 */
class ExamplesTest {
  private static final int FIGURE = 7;

  private static Example example(double weight, Object id, int place) {
    return new Example(weight, id, place, place + 1);
  }

  @Test
  void equalWeightsAreInTheOrderOfTheirIdsAsPeopleNumberThem() {
    List<Example> inOrder =
        List.of(
            example(0.75, "s30", 0),
            example(0.5, "s9", 0),
            example(0.5, "s10", 0),
            example(0.5, "s10", 4),
            example(0.25, "s1", 0));
    Random random = new Random(1);
    for (int round = 0; round < 20; round++) {
      List<Example> offered = new ArrayList<>(inOrder);
      Collections.shuffle(offered, random);
      Examples[] parts = {new Examples(), new Examples(), new Examples()};
      offered.forEach(one -> parts[random.nextInt(parts.length)].add(FIGURE, one));
      Examples all = new Examples().add(parts[2]).add(parts[0]).add(parts[1]);
      assertThat(all.of(FIGURE)).isEqualTo(inOrder.subList(0, Examples.KEPT));
      assertThat(all.of(FIGURE + 1)).isEmpty();
    }
  }

  @Test
  void numbersAreInTheOrderOfTheirValues() {
    Examples examples = new Examples();
    for (long id : new long[] {10, 9, 200, 1000}) {
      examples.add(FIGURE, example(1, id, 0));
    }
    assertThat(examples.of(FIGURE)).extracting(Example::id).containsExactly(9L, 10L, 200L);
  }

  @Test
  void ofASentenceOnlyTheStrongestPlaceCounts() {
    SentenceExamples sentence = SentenceExamples.of(1L);
    sentence.offer(FIGURE, 0.25, 0, 1);
    sentence.offer(FIGURE, 0.5, 2, 3);
    sentence.offer(FIGURE, 0.5, 4, 5);
    Examples examples = new Examples();
    sentence.addTo(examples);
    assertThat(examples.of(FIGURE)).containsExactly(new Example(0.5, 1L, 2, 3));
  }
}
