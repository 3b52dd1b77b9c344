package io.corpusattention.text;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.corpusattention.attention.Given;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;

/**
 * A Hugging Face tokenizer, run by that project's native library.
 *
 * <p>Calls the library through its thin bindings and not through HuggingFaceTokenizer, which phones
 * home from some clouds, fetches other libraries if it finds a GPU, and leaves files in the home
 * folder. Ignores the padding and maximum length in a tokenizer.json, which are for training in
 * batches. Only {@code maxTokens} truncates sentences, and truncation is reported.
 */
final class SubwordTokenizer implements Tokenizer {
  private static final Cleaner CLEANER = Cleaner.create();

  private final Given label;
  private final TokenizersLibrary library;
  private final long handle;
  private final boolean specialTokens;
  private final boolean byBlank;
  private final int unknownId;
  private final String unknownToken;

  SubwordTokenizer(TokenizerFile file, boolean specialTokens, int maxTokens) {
    this.label = file.label();
    this.library = NativeTokenizers.library();
    this.specialTokens = specialTokens;
    this.byBlank = file.byBlank();
    this.unknownId = file.unknownId();
    this.unknownToken = file.unknownToken();
    try {
      long created = library.createTokenizerFromString(file.json());
      this.handle = created;
      CLEANER.register(this, () -> NativeTokenizers.library().deleteTokenizer(created));
      library.disablePadding(created);
      if (maxTokens == Integer.MAX_VALUE) {
        library.disableTruncation(created);
      } else {
        library.setTruncation(created, maxTokens, "LONGEST_FIRST", 0);
      }
    } catch (RuntimeException e) {
      throw label.bad("cannot be used as a tokenizer: " + reason(e)).causedBy(e);
    }
  }

  @Override
  public Tokens tokenize(String sentence) {
    return tokens(encoded(() -> library.encode(handle, sentence, specialTokens)), word -> sentence);
  }

  @Override
  public Tokens tokenize(List<String> words) {
    String[] array = words.toArray(new String[0]);
    // As in a text, all words except the first follow a space.
    for (int i = 1; byBlank && i < array.length; i++) {
      array[i] = " " + array[i];
    }
    return tokens(
        encoded(() -> library.encodeList(handle, array, specialTokens)), word -> array[word]);
  }

  /** Encodes a text. Blames failures on the tokenizer, because a text may contain any character. */
  private long encoded(LongSupplier encode) {
    try {
      return encode.getAsLong();
    } catch (RuntimeException e) { // from the native library
      throw label.bad("cannot cut a text: " + reason(e)).causedBy(e);
    }
  }

  private static String reason(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /**
   * Converts an encoding to tokens, and frees it.
   *
   * @param text returns the text that the spans of a word's pieces refer to
   */
  private Tokens tokens(long encoding, IntFunction<String> text) {
    try {
      int[] ids = ints(library.getTokenIds(encoding));
      int[] wordIds = ints(library.getWordIds(encoding));
      String[] tokens = library.getTokens(encoding);
      for (int i = 0; i < ids.length; i++) {
        // Unigram returns an unknown piece itself. To the model, all of them are the same token.
        tokens[i] = ids[i] == unknownId && unknownToken != null ? unknownToken : tokens[i];
      }
      return new Tokens(
          tokens,
          ids,
          ints(library.getTypeIds(encoding)),
          wordIds,
          unknown(text, encoding, ids, wordIds),
          library.getOverflowCount(encoding) > 0);
    } finally {
      library.deleteEncoding(encoding);
    }
  }

  private List<String> unknown(IntFunction<String> text, long encoding, int[] ids, int[] wordIds) {
    List<String> unknown = new ArrayList<>();
    CharSpan[] spans = null;
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] == unknownId) {
        spans = spans == null ? library.getTokenCharSpans(encoding) : spans;
        boolean nowhere = spans[i] == null || wordIds[i] == Tokens.SPECIAL;
        unknown.add(nowhere ? "" : text(text.apply(wordIds[i]), spans[i]));
      }
    }
    return unknown;
  }

  /** Returns the text of a span, which counts code points. */
  private static String text(String sentence, CharSpan span) {
    int points = sentence.codePointCount(0, sentence.length());
    int start = Math.min(span.getStart(), points);
    int end = Math.max(start, Math.min(span.getEnd(), points));
    int from = sentence.offsetByCodePoints(0, start);
    return sentence.substring(from, sentence.offsetByCodePoints(from, end - start));
  }

  private static int[] ints(long[] values) {
    return Arrays.stream(values).mapToInt(Math::toIntExact).toArray();
  }
}
