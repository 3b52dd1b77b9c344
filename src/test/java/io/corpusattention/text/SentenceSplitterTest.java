package io.corpusattention.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.attention.BadSettingException;
import org.junit.jupiter.api.Test;

/** Prose is cut into sentences by the rules of its language. */
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
  void aLanguageThatIsNoneIsRefused() {
    assertThatThrownBy(() -> new SentenceSplitter("klingon"))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("language klingon");
    assertThatThrownBy(() -> new SentenceSplitter("")).isInstanceOf(BadSettingException.class);
  }
}
