package io.corpusattention.analysis.word;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Verifies that words are joined from the pieces of any tokenizer. */
class WordsTest {
  @Test
  void tokensWithoutMarkersAreWords() {
    check(words("The", "cat", "'s", "##"), "The", "cat", "'s", "##");
  }

  @Test
  void piecesOfWordPieceAreJoined() {
    Words words = words("[CLS]", "un", "##afford", "##able", ",", "[UNK]", "[SEP]");
    check(words, "unaffordable", ",", "[UNK]");
    assertThat(words.wordOf()).containsExactly(-1, 0, 0, 0, 1, 2, -1);
    assertThat(words.pieces()).containsExactly(3, 1, 1);
  }

  @Test
  void aPieceAfterASpecialTokenBeginsAWord() {
    check(words("un", "[MASK]", "##able"), "un", "able");
  }

  @Test
  void byteLevelPiecesAreJoinedAndDecoded() {
    // "Hello, naïve café" as GPT-2 spells it: ï is the bytes c3 af, é is c3 a9
    Words words = words("Hello", ",", "Ġna", "Ã¯", "ve", "Ġcaf", "Ã©");
    check(words, "Hello", ",", "naïve", "café");
    assertThat(words.wordOf()).containsExactly(0, 1, 2, 2, 2, 3, 3);
  }

  @Test
  void sentencePiecesAreJoined() {
    check(words("<s>", "▁Hel", "lo", "▁world", "!", "</s>"), "Hello", "world", "!");
  }

  @Test
  void wordIdsGoBeforeMarkers() {
    Words words =
        Words.of(new String[] {"[CLS]", "don", "##t", "dont", "x"}, new int[] {-1, 0, 1, 1, 2});
    check(words, "don", "tdont", "x");
    assertThat(words.wordOf()).containsExactly(-1, 0, 1, 1, 2);
  }

  @Test
  void wordIdsOfAnotherLengthAreRefused() {
    assertThatThrownBy(() -> Words.of(new String[] {"a"}, new int[] {0, 1}))
        .hasMessage("2 word ids for 1 tokens");
  }

  @Test
  void specialTokensAreTheMarksOfModelsAndNothingElse() {
    assertThat(new String[] {"[CLS]", "[SEP]", "<s>", "</s>", "<pad>", "<|endoftext|>"})
        .allMatch(TokenClasses::special);
    assertThat(new String[] {"[UNK]", "CLS", "<unk>", "<b>", "|", "<||>", ""})
        .noneMatch(TokenClasses::special);
  }

  @Test
  void punctuationIsMadeOfPunctuationAndSymbolsAlone() {
    assertThat(new String[] {".", "--", "…", "$", "«", "+=", "、", "€", "™", ""})
        .allMatch(TokenClasses::punctuation);
    assertThat(new String[] {"it's", "3.5", "a", " ", "é", "½"})
        .noneMatch(TokenClasses::punctuation);
  }

  private static Words words(String... tokens) {
    return Words.of(tokens, null);
  }

  private static void check(Words words, String... expected) {
    assertThat(words.words()).containsExactly(expected);
  }
}
