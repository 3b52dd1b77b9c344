package io.corpusattention.analysis.summary;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.analysis.word.Words;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests which spellings of a word are the same keyword. */
class WordFormsTest {
  private static String key(WordForms forms, String... words) {
    return forms.key(List.of(words));
  }

  @Test
  void ofFrenchWordsElisionCaseAndDecompositionDoNotTell() {
    for (String word :
        List.of("l'école", "École", "école", "L\u2019E\u0301COLE", "qu'e\u0301cole")) {
      assertThat(key(WordForms.FRENCH, word)).isEqualTo("école");
    }
    assertThat(key(WordForms.FRENCH, "aujourd'hui")).isEqualTo("aujourd'hui");
    assertThat(key(WordForms.FRENCH, "l'")).isEqualTo("l'");
    assertThat(key(WordForms.FRENCH, "cour", "d'école")).isEqualTo("cour école");
    assertThat(WordForms.FRENCH.spelling(List.of("L'École", "d'ingénieurs")))
        .isEqualTo("École d'ingénieurs");
  }

  @Test
  void otherLanguagesHaveTheirOwnElisionAndCase() {
    assertThat(key(WordForms.ITALIAN, "dell'Arte")).isEqualTo("arte");
    assertThat(key(WordForms.OTHER, "d'Artagnan")).isEqualTo("d'artagnan");
    assertThat(key(WordForms.TURKISH, "ISI")).isEqualTo("ısı");
    assertThat(key(WordForms.TURKISH, "İZ")).isEqualTo("iz");
    assertThat(key(WordForms.OTHER, "don\u2019t")).isEqualTo("don't");
    assertThat(WordForms.of("french")).isEqualTo(WordForms.FRENCH);
    assertThat(WordForms.of("english")).isEqualTo(WordForms.OTHER);
  }

  @Test
  void stopWordsAreSoBehindAnElision() {
    StopWords french = new StopWords(List.of("il", "e\u0301tait"), WordForms.FRENCH);
    assertThat(french.contains("qu'il")).isTrue();
    assertThat(french.contains("C\u2019était")).isTrue();
    assertThat(french.contains("l'île")).isFalse();
  }

  @Test
  void wordsAreInComposedLetters() {
    assertThat(Words.of(new String[] {"e\u0301", "##cole"}, null).words()).containsExactly("école");
  }
}
