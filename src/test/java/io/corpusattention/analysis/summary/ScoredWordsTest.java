package io.corpusattention.analysis.summary;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.analysis.word.Words;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tests which words of a sentence are kept and which form phrases. */
class ScoredWordsTest {
  private static final StopWords STOP =
      new StopWords(List.of("the", "on", "of", "isn't", "Das"), WordForms.OTHER);

  private static ScoredWords scored(String[] tokens, long... scores) {
    return ScoredWords.of(Words.of(tokens, null), STOP, scores, scores);
  }

  private static List<String> kept(ScoredWords scored, SummaryLength length) {
    return IntStream.of(scored.summary(length)).mapToObj(word -> scored.words()[word]).toList();
  }

  private static SummaryLength share(String share) {
    return new SummaryLength.Share(new BigDecimal(share));
  }

  @Test
  void theWordsThatReceiveMostAreKeptInTheirOrder() {
    ScoredWords scored =
        scored(new String[] {"one", "two", "three", "four", "five"}, 5, 9, 1, 7, 8);
    assertThat(kept(scored, new SummaryLength.Count(3))).containsExactly("two", "four", "five");
    assertThat(kept(scored, new SummaryLength.Count(9))).hasSize(5);
  }

  @Test
  void ofEqualsTheEarlierIsKept() {
    ScoredWords scored = scored(new String[] {"a", "b", "c", "d"}, 2, 3, 2, 2);
    assertThat(kept(scored, new SummaryLength.Count(2))).containsExactly("a", "b");
    assertThat(kept(scored, new SummaryLength.Count(3))).containsExactly("a", "b", "c");
  }

  @Test
  void stopWordsPunctuationAndSpecialTokensAreNotKeptHoweverMuchTheyReceive() {
    String[] tokens = {"[CLS]", "The", "cat", "sat", "on", "the", "mat", ".", "[SEP]"};
    ScoredWords scored = scored(tokens, 90, 80, 3, 2, 70, 60, 1, 99, 99);
    assertThat(kept(scored, new SummaryLength.Count(9))).containsExactly("cat", "sat", "mat");
    assertThat(kept(scored, share("0.5"))).containsExactly("cat", "sat", "mat"); // of six words
    assertThat(kept(scored, share("0.2"))).containsExactly("cat", "sat");
    assertThat(kept(scored(new String[] {"The", "."}, 1, 1), share("1"))).isEmpty();
  }

  @Test
  void aShareIsRoundedUpAsPeopleCountIt() {
    assertThat(share("0.7").of(10)).isEqualTo(7); // in binary 0.7 · 10 is more than 7
    assertThat(share("0.5").of(5)).isEqualTo(3);
    assertThat(share("0.01").of(1)).isEqualTo(1);
  }

  @Test
  void aThirdIsRoundedUpAndAtLeastTwo() {
    SummaryLength third = new SummaryLength.Third();
    int[] words = {0, 1, 2, 3, 6, 7, 9, 10, 12};
    assertThat(IntStream.of(words).map(third::of)).containsExactly(2, 2, 2, 2, 2, 3, 3, 4, 4);
  }

  @Test
  void candidatesAreTheContentWords() {
    String[] tokens = {"[CLS]", "The", "cat", "sat", "on", "the", "mat", ".", "[SEP]"};
    assertThat(scored(tokens, 1, 1, 1, 1, 1, 1, 1, 1, 1).candidates()).isEqualTo(3);
  }

  @Test
  void aWordHasTheSumOfItsPiecesAndThePlaceOfItsFirst() {
    ScoredWords scored = scored(new String[] {"[CLS]", "un", "##do", "now"}, 9, 2, 3, 4);
    assertThat(scored.words()).containsExactly("undo", "now");
    assertThat(scored.received()).containsExactly(5, 4);
    assertThat(scored.starts()).containsExactly(1, 3);
    assertThat(kept(scored, new SummaryLength.Count(1))).containsExactly("undo");
  }

  @Test
  void phrasesAreRunsOfContentWords() {
    String[] tokens = "big red dog of the old house , green garden".split(" ");
    assertThat(scored(tokens, 1, 2, 3, 9, 9, 4, 5, 9, 6, 7).phrases())
        .containsExactly(
            new ScoredWords.Phrase(List.of("big", "red", "dog"), 6),
            new ScoredWords.Phrase(List.of("old", "house"), 9),
            new ScoredWords.Phrase(List.of("green", "garden"), 13));
  }

  @Test
  void aSingleWordAndMoreThanFourAreNoPhrase() {
    assertThat(scored("dog on a b c d e".split(" "), 1, 1, 1, 1, 1, 1, 1).phrases()).isEmpty();
  }

  @Test
  void aSpecialTokenPartsWhatStandsOnItsSides() {
    assertThat(scored(new String[] {"red", "dog", "[SEP]", "old"}, 1, 1, 1, 1).phrases())
        .containsExactly(new ScoredWords.Phrase(List.of("red", "dog"), 2));
  }

  @Test
  void stopWordsAreComparedInLowerCaseWithEitherApostrophe() {
    assertThat(STOP.contains("THE")).isTrue();
    assertThat(STOP.contains("das")).isTrue();
    assertThat(STOP.contains("Isn\u2019t")).isTrue();
    assertThat(STOP.contains("cat")).isFalse();
    assertThat(new StopWords(Arrays.asList(" ", "", " of "), WordForms.OTHER).size()).isOne();
  }

  @Test
  void aStopWordInThreeTokensIsAStopWord() {
    assertThat(STOP.content("isn ' t isn".split(" "))).containsExactly(false, false, false, true);
    assertThat(STOP.content(new String[] {"dog", "\u2019", "t"}))
        .containsExactly(true, false, true);
  }
}
