package io.corpusattention.text;

import ai.djl.huggingface.tokenizers.jni.CharSpan;
import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import java.lang.ref.Cleaner;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

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

  private final TokenizersLibrary library;
  private final long handle;
  private final boolean specialTokens;
  private final int unknownId;

  SubwordTokenizer(TokenizerFile file, boolean specialTokens, int maxTokens) {
    this.library = NativeTokenizers.library();
    this.specialTokens = specialTokens;
    this.unknownId = file.unknownId();
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
      throw file.label()
          .bad(
              "cannot be used as a tokenizer: "
                  + String.valueOf(e.getMessage()).lines().findFirst().orElse(""))
          .causedBy(e);
    }
  }

  @Override
  public Tokens tokenize(String sentence) {
    long encoding = library.encode(handle, sentence, specialTokens);
    try {
      String[] tokens = library.getTokens(encoding);
      int[] ids = ints(library.getTokenIds(encoding));
      return new Tokens(
          tokens,
          ids,
          ints(library.getTypeIds(encoding)),
          ints(library.getWordIds(encoding)),
          unknown(sentence, encoding, ids),
          library.getOverflowCount(encoding) > 0);
    } finally {
      library.deleteEncoding(encoding);
    }
  }

  private List<String> unknown(String sentence, long encoding, int[] ids) {
    List<String> unknown = new ArrayList<>();
    CharSpan[] spans = null;
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] == unknownId) {
        spans = spans == null ? library.getTokenCharSpans(encoding) : spans;
        unknown.add(spans[i] == null ? "" : text(sentence, spans[i]));
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
