package io.corpusattention.job.embed;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.HadoopWeightFiles;
import io.corpusattention.corpus.files.RootCause;
import io.corpusattention.corpus.text.ModelTokenizer;
import io.corpusattention.corpus.text.SentenceCutter;
import io.corpusattention.corpus.text.TextCorpus;
import io.corpusattention.job.text.OpenedText;
import io.corpusattention.text.TokenizerFile;
import io.corpusattention.text.UnknownWords;
import io.corpusattention.text.VectorFile;
import io.corpusattention.text.WordVectors;
import io.corpusattention.weights.EmbeddingLayer;
import io.corpusattention.weights.EmbeddingLayerReader;
import io.corpusattention.weights.files.WeightFiles;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The source of a run's embeddings. It is chosen first, then opened far enough to know its width,
 * and last turned into the embedding method for a corpus.
 *
 * @param settings the settings with the effective kind
 * @param beside whether the vector file was found next to the input
 * @param layer the embedding layer of a model; null if words have vectors
 * @param tokenizer null for whole words
 * @param width d_model
 */
record EmbedderSource(
    EmbedderSettings settings,
    boolean beside,
    EmbeddingLayer layer,
    TokenizerFile tokenizer,
    int width) {
  /** If the input is a single file, a vector file with one of these names next to it is used. */
  private static final List<String> VECTORS_BESIDE = List.of("vectors.txt", "vectors.txt.gz");

  /**
   * Chooses the source and opens it.
   *
   * @throws BadSettingException if the settings cannot work
   */
  static EmbedderSource open(EmbedSettings settings, Configuration conf) throws IOException {
    EmbedderSettings chosen = settings.embedder();
    boolean beside = false;
    if (chosen.kind() == null) {
      String vectors =
          chosen.word2vec().given().isPresent()
              ? null
              : vectorsBeside(settings.text().input(), conf);
      beside = vectors != null;
      chosen = chosen.with(beside ? EmbedderKind.VECTORS : EmbedderKind.WORD2VEC, vectors);
    }
    TokenizerFile tokenizer =
        settings.tokenizer() == null
            ? null
            : read(Setting.TOKENIZER.of(settings.tokenizer()), conf, TokenizerFile::read);
    return switch (chosen.kind()) {
      case WORD2VEC ->
          new EmbedderSource(chosen, beside, null, tokenizer, chosen.word2vec().dimOrDefault());
      case VECTORS -> {
        int width = read(Setting.VECTORS.of(chosen.vectors()), conf, VectorFile::width);
        yield new EmbedderSource(chosen, beside, null, tokenizer, width);
      }
      case MODEL -> {
        WeightFiles files = HadoopWeightFiles.openModel(Setting.MODEL, chosen.model(), conf);
        EmbeddingLayer layer = EmbeddingLayerReader.read(files);
        TokenizerFile own = ModelTokenizer.open(files, layer);
        yield new EmbedderSource(chosen, beside, layer, own, layer.width());
      }
    };
  }

  /** Reads a file. Messages name the file by its label. */
  @FunctionalInterface
  private interface Reading<T> {
    T of(InputStream in, Given label) throws IOException;
  }

  private static <T> T read(Given given, Configuration conf, Reading<T> reading) {
    Path path = HadoopPaths.path(given.setting(), given.value());
    FileSystem fileSystem = HadoopPaths.fileSystem(given.setting(), path, conf);
    try (InputStream in = HadoopPaths.open(fileSystem, path)) {
      return reading.of(in, given);
    } catch (IOException e) {
      throw given.bad("cannot be read: " + RootCause.of(e)).causedBy(e);
    }
  }

  private static String vectorsBeside(CorpusSource input, Configuration conf) throws IOException {
    if (input instanceof CorpusSource.Paths files && files.paths().size() == 1) {
      String given = files.paths().get(0);
      Path path = HadoopPaths.path(Setting.INPUT, given);
      FileSystem fileSystem = HadoopPaths.fileSystem(Setting.INPUT, path, conf);
      if (fileSystem.exists(path) && fileSystem.getFileStatus(path).isFile()) {
        String folder = given.substring(0, given.lastIndexOf('/') + 1);
        for (String name : VECTORS_BESIDE) {
          boolean itself = path.getName().equals(name);
          if (!itself && fileSystem.exists(new Path(path, "../" + name))) {
            return folder + name;
          }
        }
      }
    }
    return null;
  }

  /** Returns how sentences are cut into tokens. A model has its own tokenizer. */
  OpenedText.Tokenizing tokenizing() {
    return new OpenedText.Tokenizing(
        tokenizer, layer != null, layer == null ? Integer.MAX_VALUE : layer.maxTokens());
  }

  /** Returns the source of the embeddings, as shown to the user. */
  String shown() {
    return switch (settings.kind()) {
      case WORD2VEC -> "word2vec, learned from this corpus";
      case VECTORS -> settings.vectors() + (beside ? " (beside the input)" : "");
      case MODEL -> "the embedding layer of " + settings.model();
    };
  }

  /**
   * Creates the method. Looks up the vectors of the corpus's words, or learns them from the corpus.
   */
  EmbedMethod method(TextCorpus corpus, SentenceCutter.Rules rules, Configuration conf) {
    if (layer != null) {
      return EmbedMethod.of(layer);
    }
    UnknownWords unknown = settings.unknownWords();
    WordVectors vectors =
        settings.kind() == EmbedderKind.WORD2VEC
            ? Word2VecTraining.learn(corpus, rules, settings.word2vec())
            : vectors(corpus, rules, unknown == UnknownWords.MEAN, conf);
    return new EmbedMethod(vectors, unknown, settings.sinusoidal(), null);
  }

  private WordVectors vectors(
      TextCorpus corpus, SentenceCutter.Rules rules, boolean mean, Configuration conf) {
    Set<String> wanted = new HashSet<>();
    for (String word : CorpusWords.distinct(corpus, rules)) {
      wanted.addAll(WordVectors.spellings(word));
    }
    return read(
        Setting.VECTORS.of(settings.vectors()),
        conf,
        (in, label) -> VectorFile.read(in, label, wanted, mean));
  }
}
