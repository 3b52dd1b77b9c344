package io.corpusattention.benchmark;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.learning.Goal;
import io.corpusattention.learning.LearningSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.Path;

/**
 * A peer that does the same work in Python, in one long-running process. For each line that it
 * reads, it makes a pass over the corpus and answers with the seconds of the pass. So its passes
 * are warm, too, and can alternate with ours.
 */
final class PeerProcess implements AutoCloseable {
  private static final String VERSIONS =
      "import importlib, platform, sys; print('Python', platform.python_version(), *(word for name"
          + " in sys.argv[1:] for word in (name, importlib.import_module(name).__version__)))";

  private final BenchmarkSettings settings;
  private final Process process;
  private final BufferedReader answers;
  private final Writer requests;

  private PeerProcess(BenchmarkSettings settings, List<String> command) {
    this.settings = settings;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      throw bad("cannot be started").causedBy(e);
    }
    answers = process.inputReader(StandardCharsets.UTF_8);
    requests = process.outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * Returns the versions of Python and its libraries.
   *
   * @throws BadSettingException if one of them is missing
   */
  static String versions(BenchmarkSettings settings) throws IOException {
    List<String> command = new ArrayList<>(List.of(settings.peer(), "-c", VERSIONS));
    command.addAll(libraries(settings));
    try (PeerProcess process = new PeerProcess(settings, command)) {
      return process.answer();
    }
  }

  private static List<String> libraries(BenchmarkSettings settings) {
    List<String> names = new ArrayList<>(List.of("torch", "numpy", "pyarrow"));
    if (settings.job() == BenchmarkedJob.MODEL) {
      names.add("transformers");
    }
    if (settings.peerStyle() == PeerStyle.ONNX) {
      names.addAll(List.of("onnx", "onnxruntime"));
    }
    return names;
  }

  private BadSettingException bad(String problem) {
    String libraries = String.join(", ", libraries(settings));
    return Setting.PEER
        .of(settings.peer())
        .bad(problem + "; name a Python 3 that has " + libraries);
  }

  /** Starts a peer that computes attention. It waits for the first request. */
  static PeerProcess attending(BenchmarkSettings settings, SyntheticCorpus corpus, int threads) {
    return start(
        "peer.py",
        settings,
        corpus.folder(),
        local(corpus.corpus()),
        local(corpus.weights()),
        local(corpus.folder().file(BenchmarkFolder.PEER)),
        "--heads=" + corpus.workload().heads(),
        "--style=" + settings.peerStyle().label(),
        "--threads=" + threads);
  }

  /**
   * Starts a peer that computes a whole model. It counts the pieces of the text, then waits.
   *
   * @param model the folder of the model
   * @param folder the folder of the text and of the peer's output
   */
  static PeerProcess ofModel(
      BenchmarkSettings settings, Path model, BenchmarkFolder folder, int threads) {
    return start(
        "model_peer.py",
        settings,
        folder,
        local(folder.file(BenchmarkFolder.TEXT)),
        local(model),
        local(folder.file(BenchmarkFolder.PEER)),
        "--style=" + settings.peerStyle().label(),
        "--threads=" + threads);
  }

  /**
   * Starts a peer that trains. It reads the corpus, reports the time that this took, then waits.
   */
  static PeerProcess training(
      BenchmarkSettings settings, SyntheticCorpus corpus, LearningSettings learning, int threads) {
    Goal.Masked goal = (Goal.Masked) learning.goal();
    boolean packed = settings.peerStyle() == PeerStyle.PACKED;
    return start(
        "train_peer.py",
        settings,
        corpus.folder(),
        local(corpus.corpus()),
        local(corpus.weights()),
        "--heads=" + corpus.workload().heads(),
        "--batch=" + learning.batch(),
        "--share=" + goal.hiddenShare(),
        "--negatives=" + goal.negatives(),
        "--learning-rate=" + learning.learningRate(),
        "--seed=" + learning.seed(),
        "--order=" + (packed ? "grouped" : "shuffled"),
        "--queries=" + (packed ? "hidden" : "all"),
        "--threads=" + threads);
  }

  private static PeerProcess start(
      String script, BenchmarkSettings settings, BenchmarkFolder folder, String... more) {
    if (!"file".equals(folder.fileSystem().getUri().getScheme())) {
      throw Setting.PEER
          .of(settings.peer())
          .bad(
              "reads local files only; name a local ",
              Setting.FOLDER,
              " in place of " + settings.folder());
    }
    List<String> command = new ArrayList<>();
    command.add(settings.peer());
    command.add(java.nio.file.Path.of(settings.home(), "src", "jmh", "python", script).toString());
    command.addAll(List.of(more));
    return new PeerProcess(settings, command);
  }

  private static String local(Path path) {
    return path.toUri().getPath();
  }

  /**
   * Returns the seconds that reading took, from a peer that trains. Call it once, before any pass.
   */
  double reading() throws IOException {
    return Double.parseDouble(answer());
  }

  /**
   * Returns the number of pieces of the text from a peer that computes a model. Call it once,
   * before any pass.
   */
  long pieces() throws IOException {
    return Long.parseLong(answer());
  }

  /** Makes one pass over the corpus, and returns its seconds. */
  double pass() throws IOException {
    requests.write("pass\n");
    requests.flush();
    return Double.parseDouble(answer());
  }

  private String answer() throws IOException {
    String answer = answers.readLine();
    if (answer == null) {
      throw bad("ended without an answer");
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    requests.close(); // the peer exits at the end of its input
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
