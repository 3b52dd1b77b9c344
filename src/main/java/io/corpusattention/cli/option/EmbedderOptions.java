package io.corpusattention.cli.option;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.job.embed.EmbedderKind;
import io.corpusattention.job.embed.EmbedderSettings;
import io.corpusattention.job.embed.Word2VecSettings;
import io.corpusattention.text.UnknownWords;
import picocli.CommandLine.Option;

/** The options that say where embeddings come from. */
public final class EmbedderOptions {
  @Option(
      names = "--embedder",
      paramLabel = "word2vec|vectors|model",
      description = "Where embeddings come from; see below for what is taken where none is named.")
  private EmbedderKind kind;

  @Option(
      names = "--vectors",
      paramLabel = "FILE",
      description =
          "Word vectors of GloVe or word2vec, in text with or without a header, or in word2vec's"
              + " binary format (.bin); compressed or not. Words are looked for as written, then in"
              + " lower case.")
  private String vectors;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description =
          "Folder of a BERT, RoBERTa, DistilBERT or their kin: safetensors, config.json,"
              + " tokenizer.json. Gives what enters its first layer.")
  private String model;

  @Option(
      names = "--dim",
      paramLabel = "D",
      description =
          "Of word2vec: width of the vectors. Default: " + Word2VecSettings.DEFAULT_DIM + ".")
  private Integer dim;

  @Option(
      names = "--min-count",
      paramLabel = "N",
      description =
          "Of word2vec: rarer words get no vector. Default: "
              + Word2VecSettings.DEFAULT_MIN_COUNT
              + ".")
  private Integer minCount;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description =
          "Of word2vec: passes over the corpus. Default: " + Word2VecSettings.DEFAULT_EPOCHS + ".")
  private Integer epochs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Of word2vec: the same seed learns the same vectors. Default: "
              + Word2VecSettings.DEFAULT_SEED
              + ".")
  private Long seed;

  @Option(
      names = "--save-vectors",
      paramLabel = "FILE",
      description =
          "Of word2vec: where to write the vectors, for --vectors. Default: word2vec.txt in the run"
              + " folder.")
  private String saveVectors;

  @Option(
      names = "--unknown",
      paramLabel = "drop|zero|mean",
      description =
          "Words without a vector: left out, zeros, or the mean of all vectors; counted in any case."
              + " Default: zero.")
  private UnknownWords unknown;

  @Option(
      names = "--positions",
      paramLabel = "none|sinusoidal",
      defaultValue = "none",
      description = "What to add to word vectors. Default: ${DEFAULT-VALUE}.")
  private String positions;

  /**
   * The settings.
   *
   * @throws BadSettingException where they contradict each other
   */
  public EmbedderSettings settings() {
    if (!positions.equals("none") && !positions.equals("sinusoidal")) {
      throw Setting.POSITIONS.of(positions).bad("is none of none, sinusoidal");
    }
    return new EmbedderSettings(
        kind,
        vectors,
        model,
        new Word2VecSettings(dim, minCount, seed, epochs, saveVectors),
        unknown,
        positions.equals("sinusoidal"));
  }
}
