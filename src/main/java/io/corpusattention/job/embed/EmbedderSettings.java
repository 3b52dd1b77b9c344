package io.corpusattention.job.embed;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.text.UnknownWords;

/**
 * How tokens become embeddings.
 *
 * @param kind null to take what the other settings or the input suggest
 * @param vectors file of word vectors; null for none
 * @param model folder of a model; null for none
 * @param word2vec how vectors are learned
 * @param unknown what becomes of words without a vector; null where the user does not say
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
    refuse(vectors != null && model != null, "--model " + model, "--vectors is given, too");
    refuse(
        vectors != null && kind != null && kind != EmbedderKind.VECTORS,
        "--vectors " + vectors,
        "is for --embedder vectors");
    refuse(
        model != null && kind != null && kind != EmbedderKind.MODEL,
        "--model " + model,
        "is for --embedder model");
    refuse(
        kind == EmbedderKind.VECTORS && vectors == null,
        "--embedder vectors",
        "needs the file, with --vectors");
    refuse(
        kind == EmbedderKind.MODEL && model == null,
        "--embedder model",
        "needs the model's folder, with --model");
    kind = kind != null || (vectors == null && model == null) ? kind : implied(vectors);
    boolean ofModel = kind == EmbedderKind.MODEL;
    refuse(
        ofModel && unknown != null,
        "--unknown",
        "is for word vectors; a model has an embedding for what its tokenizer does not know");
    refuse(
        ofModel && sinusoidal,
        "--positions sinusoidal",
        "is for word vectors; a model has positions of its own");
    refuse(
        kind != null && kind != EmbedderKind.WORD2VEC && word2vec.isGiven(),
        word2vec.shown(),
        "is for --embedder word2vec");
  }

  private static EmbedderKind implied(String vectors) {
    return vectors != null ? EmbedderKind.VECTORS : EmbedderKind.MODEL;
  }

  private static void refuse(boolean wrong, String option, String problem) {
    if (wrong) {
      throw new BadSettingException(option + ": " + problem);
    }
  }

  /** The same with a kind, and with a file that the user has not named. */
  EmbedderSettings with(EmbedderKind chosen, String file) {
    return new EmbedderSettings(chosen, file, model, word2vec, unknown, sinusoidal);
  }

  /** What becomes of words without a vector. */
  public UnknownWords unknownWords() {
    return unknown == null ? UnknownWords.ZERO : unknown;
  }
}
