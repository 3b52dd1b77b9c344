package io.corpusattention.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.math.CounterRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HeldOutTest {
  private static final int SENTENCES = 100_000;

  private static LongStream keys() {
    return LongStream.range(0, SENTENCES).map(id -> CounterRandom.next(1, id));
  }

  @Test
  void asManySentencesAreHeldOutAsTheShareSays() {
    for (double share : new double[] {0.01, 0.1, 0.5}) {
      double found = keys().filter(new HeldOut(share, 1)::contains).count() / (double) SENTENCES;
      double deviation = Math.sqrt(share * (1 - share) / SENTENCES);
      assertThat(found).isCloseTo(share, within(4 * deviation));
    }
    assertThat(keys().filter(new HeldOut(0, 1)::contains)).isEmpty();
  }

  @Test
  void aLargerShareHoldsTheSameSentencesOutAndMore() {
    HeldOut few = new HeldOut(0.1, 1);
    HeldOut more = new HeldOut(0.2, 1);
    assertThat(keys().filter(few::contains).allMatch(more::contains)).isTrue();
  }

  @Test
  void anotherSeedHoldsOthersOut() {
    HeldOut one = new HeldOut(0.1, 1);
    HeldOut other = new HeldOut(0.1, 2);
    double both = keys().filter(one::contains).filter(other::contains).count();
    assertThat(both / SENTENCES).isCloseTo(0.01, within(0.002)); // as if drawn independently
  }

  @Test
  void notAllSentencesCanBeHeldOut() {
    assertThatThrownBy(() -> new HeldOut(1, 1))
        .isInstanceOf(BadSettingException.class)
        .hasMessage("held-out 1.0: must be from 0 to below 1");
  }
}
