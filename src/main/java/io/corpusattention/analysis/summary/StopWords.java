package io.corpusattention.analysis.summary;

import io.corpusattention.analysis.word.TokenClasses;
import java.io.Serializable;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** Words that say little by themselves, in all their forms. */
public final class StopWords implements Serializable {
  private static final long serialVersionUID = 1;

  private final Set<String> words = new HashSet<>();
  private final WordForms forms;

  /**
   * A list of words.
   *
   * @param words in any case; blank ones are passed over
   * @param forms of their language
   */
  public StopWords(Collection<String> words, WordForms forms) {
    this.forms = forms;
    for (String word : words) {
      if (!word.isBlank()) {
        this.words.add(forms.lowerCase(word.strip()));
      }
    }
  }

  /** Whether a word is one of them, with what may be elided before it or without. */
  public boolean contains(String word) {
    if (words.contains(forms.lowerCase(word))) {
      return true;
    }
    String bare = forms.bare(word);
    return !bare.equals(word) && words.contains(forms.lowerCase(bare));
  }

  /** The forms of words in their language. */
  public WordForms forms() {
    return forms;
  }

  /** How many words there are. */
  public int size() {
    return words.size();
  }

  /**
   * Which words of a sentence are neither punctuation nor stop words.
   *
   * <p>Some tokenizers make three words of "isn't": isn, an apostrophe and t. Where three such
   * words are a stop word together, none of them counts.
   *
   * @param words [w] in their order
   * @return [w]
   */
  public boolean[] content(String[] words) {
    boolean[] content = new boolean[words.length];
    for (int i = 0; i < words.length; i++) {
      content[i] = !TokenClasses.punctuation(words[i]) && !contains(words[i]);
    }
    for (int i = 1; i < words.length - 1; i++) {
      if (forms.lowerCase(words[i]).equals("'") && contains(words[i - 1] + "'" + words[i + 1])) {
        content[i - 1] = false;
        content[i + 1] = false;
      }
    }
    return content;
  }
}
