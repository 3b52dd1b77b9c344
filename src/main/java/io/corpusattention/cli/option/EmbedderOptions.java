package io.corpusattention.cli.option;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.cli.help.OptionGroup;
import io.corpusattention.job.embed.EmbedderKind;
import io.corpusattention.job.embed.EmbedderSettings;
import io.corpusattention.job.embed.Word2VecSettings;
import io.corpusattention.text.UnknownWords;
import picocli.CommandLine.Option;

/** The options that say where embeddings come from. */
@OptionGroup.In(OptionGroup.EMBEDDINGS)
public final class EmbedderOptions {
  @Option(
      names = "--embedder",
      paramLabel = "word2vec|vectors|model",
      description =
          "Where embeddings come from. Default: the one that --vectors or --model"
              + " implies; otherwise vectors, if vectors.txt or vectors.txt.gz is next to a single"
              + " input file; otherwise word2vec.")
  private EmbedderKind kind;

  @Option(
      names = "--vectors",
      paramLabel = "FILE",
      description =
          "Word vectors of GloVe or word2vec: text with or without a header, or the"
              + " binary format of word2vec (.bin), compressed or not. Words are looked up as"
              + " written, then in lower case.")
  private String vectors;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description =
          "A folder with model.safetensors, config.json and tokenizer.json of a BERT,"
              + " RoBERTa, DistilBERT or a related model. embed writes what enters its first"
              + " layer.")
  private String model;

  @Option(
      names = "--dim",
      paramLabel = "D",
      description =
          "With word2vec: width of the vectors. Default: " + Word2VecSettings.DEFAULT_DIM + ".")
  private Integer dim;

  @Option(
      names = "--min-count",
      paramLabel = "N",
      description =
          "With word2vec: words that occur less often get no vector. Default: "
              + Word2VecSettings.DEFAULT_MIN_COUNT
              + ".")
  private Integer minCount;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description =
          "With word2vec: passes over the corpus. Default: "
              + Word2VecSettings.DEFAULT_EPOCHS
              + ".")
  private Integer epochs;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "With word2vec: the same seed learns the same vectors. Default: "
              + Word2VecSettings.DEFAULT_SEED
              + ".")
  private Long seed;

  @Option(
      names = "--save-vectors",
      paramLabel = "FILE",
      description =
          "With word2vec: where to write the vectors, for later use with --vectors. Default:"
              + " word2vec.txt in the run folder.")
  private String saveVectors;

  @Option(
      names = "--unknown",
      paramLabel = "drop|zero|mean",
      description =
          "Words without a vector: leave them out, give them zeros, or give them the mean"
              + " of all vectors. They are counted in each case. Default: zero.")
  private UnknownWords unknown;

  @Option(
      names = "--positions",
      paramLabel = "none|sinusoidal",
      defaultValue = "none",
      description = "What to add to word vectors. Default: ${DEFAULT-VALUE}.")
  private String positions;

  /**
   * Returns the settings.
   *
   * @throws BadSettingException if options contradict each other
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
