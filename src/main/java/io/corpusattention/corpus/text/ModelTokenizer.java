package io.corpusattention.corpus.text;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.corpus.files.OutsideFailure;
import io.corpusattention.text.TokenizerFile;
import io.corpusattention.weights.EmbeddingLayer;
import io.corpusattention.weights.files.WeightFiles;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Opens the tokenizer in a model's folder. */
public final class ModelTokenizer {
  private ModelTokenizer() {}

  /**
   * Opens the tokenizer and checks that it fits the model.
   *
   * @param layer the embeddings, whose rows the tokenizer's ids index
   * @throws BadSettingException if there is no tokenizer, or if it belongs to another model
   */
  public static TokenizerFile open(WeightFiles files, EmbeddingLayer layer) throws IOException {
    if (!files.exists(TokenizerFile.NAME)) {
      throw files
          .given()
          .bad(
              "there is no "
                  + TokenizerFile.NAME
                  + " in it; with transformers, tokenizer.save_pretrained(folder) writes one");
    }
    Given label = files.given(TokenizerFile.NAME);
    TokenizerFile tokenizer;
    try (InputStream in = files.open(TokenizerFile.NAME)) {
      tokenizer = TokenizerFile.read(in, label);
    } catch (IOException e) {
      throw OutsideFailure.or(e, label, "cannot be read");
    }
    int rows = layer.words().rows();
    if (tokenizer.vocabulary() > rows) {
      throw label.bad(
          "has ids up to "
              + (tokenizer.vocabulary() - 1)
              + ", but the model's embeddings have "
              + rows
              + " rows; give the model its own tokenizer.json");
    }
    // The segments of special tokens and of words are the same in every sentence.
    int[] segments = tokenizer.newTokenizer(true, Integer.MAX_VALUE).tokenize("a").typeIds();
    int types = layer.types() == null ? Integer.MAX_VALUE : layer.types().rows();
    if (Arrays.stream(segments).anyMatch(segment -> segment >= types)) {
      throw label.bad(
          "has segments up to "
              + Arrays.stream(segments).max().orElse(0)
              + ", but the model has embeddings of "
              + types
              + "; give the model its own tokenizer.json");
    }
    return tokenizer;
  }
}
