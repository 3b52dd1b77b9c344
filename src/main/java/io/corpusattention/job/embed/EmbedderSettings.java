package io.corpusattention.job.embed;

import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.text.UnknownWords;

/**
 * How tokens become embeddings.
 *
 * @param kind source of the embeddings; null to choose it from the other settings or the input
 * @param vectors file with word vectors; null for none
 * @param model folder with a model; null for none
 * @param word2vec how to learn vectors
 * @param unknown what to do with words without a vector; null if the user does not say
 * @param sinusoidal whether to add sinusoidal positions
 */
public record EmbedderSettings(
    EmbedderKind kind,
    String vectors,
    String model,
    Word2VecSettings word2vec,
    UnknownWords unknown,
    boolean sinusoidal) {
  public EmbedderSettings {
    refuse(
        vectors != null && model != null,
        Setting.MODEL.of(model),
        Setting.VECTORS,
        " is given, too");
    refuse(
        vectors != null && kind != null && kind != EmbedderKind.VECTORS,
        Setting.VECTORS.of(vectors),
        "is for ",
        Setting.EMBEDDER.of("vectors"));
    refuse(
        model != null && kind != null && kind != EmbedderKind.MODEL,
        Setting.MODEL.of(model),
        "is for ",
        Setting.EMBEDDER.of("model"));
    refuse(
        kind == EmbedderKind.VECTORS && vectors == null,
        Setting.EMBEDDER.of("vectors"),
        "needs the file, with ",
        Setting.VECTORS);
    refuse(
        kind == EmbedderKind.MODEL && model == null,
        Setting.EMBEDDER.of("model"),
        "needs the model's folder, with ",
        Setting.MODEL);
    kind = kind != null || (vectors == null && model == null) ? kind : implied(vectors);
    boolean ofModel = kind == EmbedderKind.MODEL;
    refuse(
        ofModel && unknown != null,
        Setting.UNKNOWN.given(),
        "is for word vectors; a model has an embedding for what its tokenizer does not know");
    refuse(
        ofModel && sinusoidal,
        Setting.POSITIONS.of("sinusoidal"),
        "is for word vectors; a model has positions of its own");
    refuse(
        kind != null && kind != EmbedderKind.WORD2VEC && word2vec.given().isPresent(),
        word2vec.given().orElse(null),
        "is for ",
        Setting.EMBEDDER.of("word2vec"));
  }

  private static EmbedderKind implied(String vectors) {
    return vectors != null ? EmbedderKind.VECTORS : EmbedderKind.MODEL;
  }

  private static void refuse(boolean wrong, Given given, Object... problem) {
    if (wrong) {
      throw given.bad(problem);
    }
  }

  /** Returns a copy with a kind, and with a vector file that the user did not name. */
  EmbedderSettings with(EmbedderKind chosen, String file) {
    return new EmbedderSettings(chosen, file, model, word2vec, unknown, sinusoidal);
  }

  /** Returns what to do with words without a vector. */
  public UnknownWords unknownWords() {
    return unknown == null ? UnknownWords.ZERO : unknown;
  }
}
