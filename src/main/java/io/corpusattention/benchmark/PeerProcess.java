package io.corpusattention.benchmark;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.learning.Goal;
import io.corpusattention.learning.LearningSettings;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The same in PyTorch, in one process that stays: it does a pass over the corpus for each line it
 * reads and answers with the pass's seconds. So its passes are warm, too, and can alternate with
 * ours.
 */
final class PeerProcess implements AutoCloseable {
  private static final String VERSIONS =
      "import platform, torch, numpy, pyarrow; print('Python', platform.python_version(), 'torch',"
          + " torch.__version__, 'numpy', numpy.__version__, 'pyarrow', pyarrow.__version__)";

  private final String python;
  private final Process process;
  private final BufferedReader answers;
  private final Writer requests;

  private PeerProcess(String python, List<String> command) {
    this.python = python;
    try {
      process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    } catch (IOException e) {
      throw Setting.PEER
          .of(python)
          .bad("cannot be started; name a Python 3 with torch, numpy and pyarrow")
          .causedBy(e);
    }
    answers = process.inputReader(StandardCharsets.UTF_8);
    requests = process.outputWriter(StandardCharsets.UTF_8);
  }

  /**
   * The versions of Python and its libraries.
   *
   * @throws BadSettingException where it lacks one of them
   */
  static String versions(String python) throws IOException {
    try (PeerProcess process = new PeerProcess(python, List.of(python, "-c", VERSIONS))) {
      return process.answer();
    }
  }

  /** Starts a peer that attends and waits for the first request. */
  static PeerProcess attending(BenchmarkSettings settings, SyntheticCorpus corpus, int threads) {
    String output = new org.apache.hadoop.fs.Path(corpus.folder(), BenchmarkJob.PEER).toString();
    return start(
        "peer.py",
        settings,
        corpus,
        local(output),
        "--style=" + settings.peerStyle().name().toLowerCase(Locale.ROOT),
        "--threads=" + threads);
  }

  /** Starts a peer that trains: it reads the corpus, tells how long that took, and waits. */
  static PeerProcess training(
      BenchmarkSettings settings, SyntheticCorpus corpus, LearningSettings learning, int threads) {
    Goal.Masked goal = (Goal.Masked) learning.goal();
    boolean packed = settings.peerStyle() == PeerStyle.PACKED;
    return start(
        "train_peer.py",
        settings,
        corpus,
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
      String script, BenchmarkSettings settings, SyntheticCorpus corpus, String... more) {
    if (!"file".equals(corpus.fileSystem().getUri().getScheme())) {
      throw Setting.PEER
          .of(settings.peer())
          .bad(
              "reads local files only; name a local ",
              Setting.FOLDER,
              " in place of " + settings.folder());
    }
    List<String> command = new ArrayList<>();
    command.add(settings.peer());
    command.add(Path.of(settings.home(), "src", "jmh", "python", script).toString());
    command.add(local(corpus.corpus()));
    command.add(local(corpus.weights()));
    command.add("--heads=" + corpus.workload().heads());
    command.addAll(List.of(more));
    return new PeerProcess(settings.peer(), command);
  }

  private static String local(String path) {
    return new org.apache.hadoop.fs.Path(path).toUri().getPath();
  }

  /** The seconds that reading took of a peer that trains. To be asked once, before any pass. */
  double reading() throws IOException {
    return Double.parseDouble(answer());
  }

  /** Does one pass over the corpus and returns its seconds. */
  double pass() throws IOException {
    requests.write("pass\n");
    requests.flush();
    return Double.parseDouble(answer());
  }

  private String answer() throws IOException {
    String answer = answers.readLine();
    if (answer == null) {
      throw Setting.PEER
          .of(python)
          .bad("ended without an answer; name a Python 3 with torch, numpy and pyarrow");
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    requests.close(); // the end of its input is the peer's sign to go
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
