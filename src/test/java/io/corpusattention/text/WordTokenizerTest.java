package io.corpusattention.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Words are bounded as Unicode Standard Annex #29 says. */
class WordTokenizerTest {
  @Test
  void wordsAndMarksAreTokens() {
    assertWords("The cat sat on the mat.", "The", "cat", "sat", "on", "the", "mat", ".");
    assertWords(
        "a_b (x)y C++ \"hi\"there",
        "a_b",
        "(",
        "x",
        ")",
        "y",
        "C",
        "+",
        "+",
        "\"",
        "hi",
        "\"",
        "there");
    assertWords("F-16-launched", "F", "-", "16", "-", "launched");
    assertWords("***", "*", "*", "*");
    assertWords(" \t\u00A0\u3000\u2028");
    assertWords("");
  }

  @Test
  void apostrophesStopsAndCommasWithinAWordBelongToIt() {
    assertWords(
        "don't can\u2019t the dogs' 'tis", "don't", "can\u2019t", "the", "dogs", "'", "'", "tis");
    assertWords(
        "U.S. 3.14 1,000.50 3, 4. e.g.",
        "U.S",
        ".",
        "3.14",
        "1,000.50",
        "3",
        ",",
        "4",
        ".",
        "e.g",
        ".");
    assertWords("a,b 10:30 x.1", "a", ",", "b", "10", ":", "30", "x", ".", "1");
    assertWords("\u05E6\u05D4\"\u05DC \"a\"b", "\u05E6\u05D4\"\u05DC", "\"", "a", "\"", "b");
  }

  @Test
  void marksBelongToTheirLetters() {
    assertWords("cafe\u0301s nai\u0308ve", "cafe\u0301s", "nai\u0308ve");
    assertWords("\u0915\u094D\u0937\u093F", "\u0915\u094D\u0937\u093F");
    assertWords(
        "\u0627\u0644\u0643\u0650\u062A\u0627\u0628", "\u0627\u0644\u0643\u0650\u062A\u0627\u0628");
  }

  @Test
  void whatNobodySeesIsNoTokenAndParts() {
    assertWords("x\u200By \u202Eabc\u202C \uFEFF\u0007", "x", "y", "abc\u202C");
    assertWords("co\u00ADop", "co\u00ADop");
  }

  @Test
  void emojiThatAreOneSignAreOneToken() {
    assertWords("👩‍👩‍👧‍👦👍🏽🇩🇪🇫🇷1️⃣", "👩‍👩‍👧‍👦", "👍🏽", "🇩🇪", "🇫🇷", "1️⃣");
    assertWords("😀😀", "😀", "😀");
  }

  @Test
  void scriptsWithoutSpaces() {
    assertWords("我喜欢猫。", "我", "喜", "欢", "猫", "。");
    assertWords("カタカナ ひら テーブル", "カタカナ", "ひ", "ら", "テーブル");
  }

  @Test
  void sentencesAreCutWhereAskedAndItIsTold() {
    Tokens cut = new WordTokenizer(2).tokenize("a b c");
    assertThat(cut.tokens()).containsExactly("a", "b");
    assertThat(cut.truncated()).isTrue();
    Tokens whole = new WordTokenizer(3).tokenize("a b c");
    assertThat(whole.tokens()).containsExactly("a", "b", "c");
    assertThat(whole.truncated()).isFalse();
  }

  private static void assertWords(String text, String... words) {
    assertThat(WordTokenizer.words(text)).isEqualTo(List.of(words));
  }
}
