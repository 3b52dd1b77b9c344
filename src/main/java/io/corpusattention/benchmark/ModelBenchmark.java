package io.corpusattention.benchmark;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.ContextOutput;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.HadoopWeightFiles;
import io.corpusattention.corpus.files.RootCause;
import io.corpusattention.corpus.text.TextColumns;
import io.corpusattention.corpus.text.TextCorpus;
import io.corpusattention.encoder.HiddenStates;
import io.corpusattention.encoder.LayerChoice;
import io.corpusattention.job.attend.AttendSettings;
import io.corpusattention.job.attend.ModelSettings;
import io.corpusattention.job.run.Counts;
import io.corpusattention.job.text.TextSettings;
import io.corpusattention.job.text.TextSplitting;
import io.corpusattention.weights.EncoderModel;
import io.corpusattention.weights.EncoderReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/**
 * Measures the speed of attend with a whole model, from text: tokenizing, computing and writing.
 * After each run, the kernel computes only the model's products, so that other load on the machine
 * affects both equally.
 *
 * @param folder the folder with the text, repeated by the scale
 * @param cores the number of cores that compute at once: tasks, and threads of the kernel and of
 *     the peer
 */
record ModelBenchmark(
    SparkSession spark,
    BenchmarkSettings settings,
    EncoderModel model,
    BenchmarkFolder folder,
    int cores) {
  /** The folder of all models, in the folder of the benchmarks. */
  private static final String NAME = "model";

  /**
   * Reads the model, and writes the text the number of times that the scale says.
   *
   * @throws BadSettingException if one of them cannot be read
   */
  static ModelBenchmark open(SparkSession spark, BenchmarkSettings settings, int cores)
      throws IOException {
    Configuration conf = HadoopPaths.conf(spark);
    EncoderModel model =
        EncoderReader.read(
            HadoopWeightFiles.openModel(Setting.MODEL, settings.model().folder(), conf));
    byte[] text = read(settings.model().text(), conf);
    BenchmarkFolder folder =
        BenchmarkFolder.make(
            spark,
            settings.folder(),
            NAME,
            made -> {
              try (OutputStream out =
                  made.fileSystem().create(made.file(BenchmarkFolder.TEXT), true)) {
                for (int i = 0; i < settings.scale(); i++) {
                  out.write(text);
                  if (text.length > 0 && text[text.length - 1] != '\n') {
                    out.write('\n');
                  }
                }
              }
              return made;
            });
    return new ModelBenchmark(spark, settings, model, folder, cores);
  }

  private static byte[] read(String location, Configuration conf) {
    Path path = HadoopPaths.path(Setting.INPUT, location);
    FileSystem fileSystem = HadoopPaths.fileSystem(Setting.INPUT, path, conf);
    try (InputStream in = fileSystem.open(path)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw Setting.INPUT
          .of(location)
          .bad("cannot be read: " + RootCause.of(e) + "; name a text file, a sentence a line")
          .causedBy(e);
    }
  }

  BenchmarkResult measure(Consumer<String> progress) throws IOException {
    boolean hidden = hidden().kept();
    DenseProducts products = DenseProducts.of(model, hidden);
    AttendRuns runs = new AttendRuns(spark, folder);
    AttendSettings attend = attendSettings(runs, settings.model().attention(), hidden());
    String name = name();
    List<Counts> counts = new ArrayList<>();
    List<Double> kernel = new ArrayList<>();
    Turns.Pass ours =
        () -> {
          AttendRuns.Ran ran = runs.run(attend);
          counts.add(ran.result().counts());
          if (ran.result().counts().tokens() == 0) {
            throw Setting.INPUT.of(settings.model().text()).bad("has no text; name one that has");
          }
          kernel.add(products.kernelGigaflops(cores));
          progress.accept(
              String.format(
                  Locale.ROOT, "%s: its products alone %.1f GFLOP/s a core", name, last(kernel)));
          return ran.run();
        };
    Turns turns;
    try (PeerProcess peer = startPeer()) {
      Long pieces = peer == null ? null : peer.pieces();
      Turns.Pass theirs =
          () -> {
            requireSame(pieces, last(counts).tokens());
            return peerRun(peer);
          };
      turns = Turns.take(settings, name, ours, peer == null ? null : theirs, progress);
    }
    return result(
        last(counts),
        new ModelFigures(
            model.layers().size(),
            model.layers().get(0).block().up().outputWidth(),
            products.operationsPerToken(),
            cores,
            kernel.subList(settings.warmUp(), kernel.size())),
        turns);
  }

  /** Returns the name of the model: the last part of its path. */
  String name() {
    String source = model.source();
    return source.substring(source.lastIndexOf('/') + 1);
  }

  /**
   * Returns the measurements.
   *
   * @param figures the figures of the products, or null if they were not measured
   */
  BenchmarkResult result(Counts all, ModelFigures figures, Turns turns) throws IOException {
    int width = model.layers().get(0).attention().key().rows();
    return new BenchmarkResult(
        new Workload(name(), width, model.heads(), all.written()),
        all.tokens(),
        figures == null ? 0 : figures.operationsPerToken() * all.tokens(),
        folder.fileSystem().getFileStatus(folder.file(BenchmarkFolder.TEXT)).getLen(),
        null,
        figures,
        turns.ours(),
        null,
        turns.peers());
  }

  private static <T> T last(List<T> of) {
    return of.get(of.size() - 1);
  }

  private void requireSame(Long pieces, long ours) {
    if (pieces != null && pieces != ours) {
      throw Setting.PEER
          .of(settings.peer())
          .bad(
              "makes " + pieces + " pieces of the text, where attend makes " + ours + "; name a ",
              Setting.MODEL,
              " and an ",
              Setting.INPUT,
              " that both tokenize alike");
    }
  }

  private HiddenStates hidden() {
    return new HiddenStates(settings.model().hidden(), false);
  }

  /** Returns the settings of a run of attend that keeps this output of the model. */
  AttendSettings attendSettings(AttendRuns runs, AttentionOutput attention, HiddenStates hidden) {
    String text = folder.file(BenchmarkFolder.TEXT).toString();
    ModelSettings whole =
        new ModelSettings(
            settings.model().folder(),
            new LayerChoice(LayerChoice.ALL),
            new TextSettings(
                new CorpusSource.Paths(List.of(text), TextCorpus.TEXT),
                new TextColumns(null, null, null, List.of()),
                TextSplitting.LINES,
                "en",
                null),
            SyntheticCorpus.columns(),
            false,
            null,
            model.attention(attention, ContextOutput.NONE, AttentionConfig.DEFAULT_MAX_ROW_BYTES),
            hidden);
    return new AttendSettings(null, whole, runs.output(), AttendRuns.RECORDS);
  }

  private PeerProcess startPeer() {
    return settings.peer() == null
        ? null
        : PeerProcess.ofModel(settings, new Path(model.source()), folder, cores);
  }

  private BenchmarkRun peerRun(PeerProcess peer) throws IOException {
    double seconds = peer.pass();
    Long written =
        settings.peerStyle() == PeerStyle.EAGER_WRITTEN ? folder.bytes(BenchmarkFolder.PEER) : null;
    return new BenchmarkRun(seconds, written, null, null);
  }
}
