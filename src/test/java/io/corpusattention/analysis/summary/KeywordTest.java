package io.corpusattention.analysis.summary;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Verifies that summing and choosing keywords in any order gives the same result. */
class KeywordTest {
  private static Keyword keyword(String key, long score) {
    return new Keyword(key, key, false, score, 1);
  }

  @Test
  void theHigherScoreIsFirstAndOfEqualsTheLexicographicallyEarlier() {
    List<Keyword> all =
        new ArrayList<>(
            List.of(keyword("b", 5), keyword("a", 5), keyword("z", 9), keyword("c", 1)));
    for (int seed = 0; seed < 20; seed++) {
      Collections.shuffle(all, new Random(seed));
      Best<Keyword> one = new Best<>(3);
      Best<Keyword> other = new Best<>(3);
      all.subList(0, 2).forEach(one::add);
      all.subList(2, 4).forEach(other::add);
      assertThat(one.addAll(other).list()).extracting(Keyword::key).containsExactly("z", "a", "b");
    }
  }

  @Test
  void aKeywordIsSpeltAsItIsMostOften() {
    KeywordSums sums = new KeywordSums("nasa", 1).add(new KeywordSums("NASA", 2));
    assertThat(sums.keyword("nasa", false).text()).isEqualTo("NASA"); // the first on a tie
    sums.add(new KeywordSums("nasa", 4));
    assertThat(sums.keyword("nasa", true)).isEqualTo(new Keyword("nasa", "nasa", true, 7, 3));
  }

  @Test
  void idsAreOrderedAsPeopleNumberThings() {
    List<Object> ids = new ArrayList<>(List.of("17.10", "9", "17.2", "x", "17", "017.2", "x1"));
    ids.sort(NaturalOrder.ORDER);
    assertThat(ids).containsExactly("9", "17", "017.2", "17.2", "17.10", "x", "x1");
    assertThat(NaturalOrder.ORDER.compare(9L, 17L)).isNegative();
    assertThat(NaturalOrder.ORDER.compare("12345678901234567890123", "9")).isPositive();
  }
}
