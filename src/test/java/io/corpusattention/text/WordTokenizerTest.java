package io.corpusattention.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Verifies word boundaries by Unicode Standard Annex #29, and by ICU's dictionaries if there are no
 * spaces between words. The dictionary results match {@code Intl.Segmenter} of Node 20, which uses
 * ICU in C.
 */
class WordTokenizerTest {
  private static final WordTokenizer TOKENIZER = new WordTokenizer(Integer.MAX_VALUE);

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
    assertWords("EU:n a: b", "EU:n", "a", ":", "b");
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
    assertWords(" \u200D😀", "😀");
    assertWords("🏴󠁧󠁢󠁥󠁮󠁧󠁿🇩", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "🇩");
  }

  @Test
  void dictionariesTellTheWordsOfScriptsWithoutBlanks() {
    assertWords("我喜欢北京的天气。", "我", "喜欢", "北京", "的", "天气", "。");
    assertWords("吾輩は猫である。名前はまだ無い。", "吾輩", "は", "猫", "で", "ある", "。", "名前", "は", "まだ", "無い", "。");
    assertWords("カタカナのテーブル", "カタカナ", "の", "テーブル");
    assertWords(
        "แมวนอนหลับอยู่บนเสื่อในบ้าน", "แมว", "นอน", "หลับ", "อยู่", "บน", "เสื่อ", "ใน", "บ้าน");
    assertWords("ខ្ញុំស្រឡាញ់ភាសាខ្មែរណាស់", "ខ្ញុំ", "ស្រឡាញ់", "ភាសាខ្មែរ", "ណាស់");
    assertWords(
        "ကျွန်တော်မြန်မာစာကိုလေ့လာနေတယ်", "ကျွန်တော်", "မြန်မာ", "စာ", "ကို", "လေ့လာ", "နေ", "တယ်");
    assertWords("ຂ້ອຍຮັກພາສາລາວຫຼາຍ", "ຂ້ອຍ", "ຮັກ", "ພາສາ", "ລາວ", "ຫຼາຍ");
  }

  @Test
  void scriptsWithBlanksKeepTheirMarksAndSigns() {
    assertWords("מנכ\"ל ג'ירפה", "מנכ\"ל", "ג'ירפה");
    assertWords("الكِتاب، 3٫14 ١٬٠٠٠", "الكِتاب", "،", "3٫14", "١٬٠٠٠");
    assertWords("\u0600\u0661\u0662 x", "\u0600\u0661\u0662", "x"); // the sign of a number
    assertWords("나는 학교에 간다.", "나는", "학교에", "간다", ".");
    assertWords("मैं हिन्दी पढ़ता हूँ।", "मैं", "हिन्दी", "पढ़ता", "हूँ", "।");
  }

  @Test
  void aTextHasTheSameWordsWhateverCameBefore() {
    String thai = "แมวนอนหลับ";
    String[] alone = TOKENIZER.tokenize(thai).tokens();
    TOKENIZER.tokenize("吾輩は猫である。 " + thai.repeat(500));
    assertThat(TOKENIZER.tokenize(thai).tokens()).isEqualTo(alone);
    assertThat(TOKENIZER.tokenize(thai.repeat(500)).tokens()).hasSize(500 * alone.length);
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
    assertThat(TOKENIZER.tokenize(text).tokens()).isEqualTo(words);
  }
}
