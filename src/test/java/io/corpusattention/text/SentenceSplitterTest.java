package io.corpusattention.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.attention.BadSettingException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Verifies that prose is split into sentences by the rules of its language. */
class SentenceSplitterTest {
  @Test
  void sentencesEndWithTheirMarks() {
    assertThat(
            new SentenceSplitter("en")
                .split(" It rains. Does it? Yes!  \u201CSo.\u201D Then 3.5 percent "))
        .containsExactly("It rains.", "Does it?", "Yes!", "\u201CSo.\u201D", "Then 3.5 percent");
    assertThat(new SentenceSplitter("ja").split("雨です。はい。")).containsExactly("雨です。", "はい。");
    assertThat(new SentenceSplitter("en").split(" \t")).isEmpty();
  }

  @Test
  void abbreviationsAndInitialsEndNone() {
    assertThat(
            new SentenceSplitter("en")
                .split("Dr. Smith met J. K. Rowling, e.g. Mondays. Then he left."))
        .containsExactly("Dr. Smith met J. K. Rowling, e.g. Mondays.", "Then he left.");
    assertThat(
            new SentenceSplitter("de")
                .split("Das gilt z.B. Montags bzw. Dienstags. Und I. Dann nicht."))
        .startsWith("Das gilt z.B. Montags bzw. Dienstags.");
    assertThat(new SentenceSplitter("en").split("So am I. You too."))
        .containsExactly("So am I.", "You too.");
  }

  @Test
  void someAbbreviationsGoOnBeforeNumbersAlone() {
    assertThat(
            new SentenceSplitter("en").split("On Sept. 11 he came. He left in Dec. That was it."))
        .containsExactly("On Sept. 11 he came.", "He left in Dec.", "That was it.");
    assertThat(new SentenceSplitter("en").split("It was cold. 11 People left."))
        .containsExactly("It was cold.", "11 People left.");
  }

  @Test
  void anEmptyLineEndsASentenceAndALineEndAloneIsABlank() {
    for (String end : List.of("\n", "\r\n", "\r", "\u0085", "\u2028")) {
      String text =
          "A heading"
              + end
              + " \t\u00A0"
              + end
              + end
              + "The first"
              + end
              + "  sentence. The"
              + end
              + "second"
              + end
              + end;
      assertThat(new SentenceSplitter("en").split(text))
          .containsExactly("A heading", "The first sentence.", "The second");
    }
    assertThat(new SentenceSplitter("en").split("See Dr.\n\nSmith"))
        .containsExactly("See Dr.", "Smith");
    assertThat(new SentenceSplitter("en").split("one\u2029two")).containsExactly("one", "two");
  }

  @Test
  void sentencesEndWithTheMarksOfTheirScripts() {
    assertThat(new SentenceSplitter("hi").split("वह घर गया। मैं यहाँ हूँ।"))
        .containsExactly("वह घर गया।", "मैं यहाँ हूँ।");
    assertThat(new SentenceSplitter("my").split("သူသွားသည်။ ကျွန်တော်လာသည်။"))
        .containsExactly("သူသွားသည်။", "ကျွန်တော်လာသည်။");
    assertThat(new SentenceSplitter("el").split("Πού είναι; Εδώ είναι."))
        .containsExactly("Πού είναι;", "Εδώ είναι.");
    assertThat(new SentenceSplitter("ar").split("أين هو؟ هنا.")).containsExactly("أين هو؟", "هنا.");
  }

  @Test
  void aLanguageThatIsNoneIsRefused() {
    assertThatThrownBy(() -> new SentenceSplitter("klingon"))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("language klingon");
    assertThatThrownBy(() -> new SentenceSplitter("")).isInstanceOf(BadSettingException.class);
  }
}
