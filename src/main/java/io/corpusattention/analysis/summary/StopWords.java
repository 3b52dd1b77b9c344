package io.corpusattention.analysis.summary;

import io.corpusattention.analysis.word.TokenClasses;
import java.io.Serializable;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/** The stop words of a language: words that carry little meaning on their own, in all forms. */
public final class StopWords implements Serializable {
  private static final long serialVersionUID = 1;

  private final Set<String> words = new HashSet<>();
  private final WordForms forms;

  /**
   * Creates a list of stop words.
   *
   * @param words the words, in uppercase or lowercase; blank ones are skipped
   * @param forms the rules of their language for equal words
   */
  public StopWords(Collection<String> words, WordForms forms) {
    this.forms = forms;
    for (String word : words) {
      if (!word.isBlank()) {
        this.words.add(forms.lowerCase(word.strip()));
      }
    }
  }

  /** Returns whether a word is a stop word, with or without an elided word before it. */
  public boolean contains(String word) {
    if (words.contains(forms.lowerCase(word))) {
      return true;
    }
    String bare = forms.bare(word);
    return !bare.equals(word) && words.contains(forms.lowerCase(bare));
  }

  /** Returns the rules of the language for equal words. */
  public WordForms forms() {
    return forms;
  }

  /** Returns the number of stop words. */
  public int size() {
    return words.size();
  }

  /**
   * Returns which words of a sentence are neither punctuation nor stop words.
   *
   * <p>Some tokenizers split "isn't" into three words: isn, an apostrophe and t. If three such
   * words together are a stop word, none of them is content.
   *
   * @param words [w] the words in order
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
