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
 * A Hugging Face tokenizer, by the native library of that project.
 *
 * <p>The library is called through the thin classes that bind it, and not through
 * HuggingFaceTokenizer: that one sends messages home from some clouds, fetches other libraries
 * where it finds a graphics card, and leaves files in the home folder. What a tokenizer.json says
 * of padding and of a greatest length is for training in batches, and is set aside: what is cut is
 * cut by {@code maxTokens} alone, and is told.
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
    // As in a text: all words but the first follow a blank.
    for (int i = 1; byBlank && i < array.length; i++) {
      array[i] = " " + array[i];
    }
    return tokens(
        encoded(() -> library.encodeList(handle, array, specialTokens)), word -> array[word]);
  }

  /** What fails is the tokenizer: a text in characters that it knows not is no bad text. */
  private long encoded(LongSupplier encode) {
    try {
      return encode.getAsLong();
    } catch (RuntimeException e) { // of the native library
      throw label.bad("cannot cut a text: " + reason(e)).causedBy(e);
    }
  }

  private static String reason(RuntimeException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /**
   * What an encoding holds, which is freed.
   *
   * @param text that the spans of the pieces of a word count in
   */
  private Tokens tokens(long encoding, IntFunction<String> text) {
    try {
      int[] ids = ints(library.getTokenIds(encoding));
      int[] wordIds = ints(library.getWordIds(encoding));
      String[] tokens = library.getTokens(encoding);
      for (int i = 0; i < ids.length; i++) {
        // Unigram names the piece that it does not know; to the model all such are one.
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

  /** Spans count code points. */
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
