package io.corpusattention.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WordPlacesTest {
  private static void assertFound(long[] hashes) {
    WordPlaces places = new WordPlaces(hashes);
    assertThat(places.size()).isEqualTo(hashes.length);
    for (int i = 0; i < hashes.length; i++) {
      assertThat(places.of(hashes[i])).isEqualTo(i);
    }
  }

  @Test
  void eachWordIsFoundAtItsPlaceAndNoOtherWordIs() {
    long[] hashes = new SplittableRandom(1).longs(5000).distinct().toArray();
    assertFound(hashes);
    WordPlaces places = new WordPlaces(hashes);
    assertThat(new SplittableRandom(2).longs(5000).map(places::of)).containsOnly(-1L);
  }

  @Test
  void wordsWhoseHashesStartAlikeAreToldApart() {
    long[] first = new long[100];
    long[] last = new long[100];
    for (int i = 0; i < first.length; i++) {
      first[i] = i; // includes zero
      last[i] = -1L - i; // at the end of the table, so that the search wraps around
    }
    assertFound(first);
    assertFound(last);
  }
}
