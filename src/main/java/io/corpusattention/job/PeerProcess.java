package io.corpusattention.job;

import io.corpusattention.attention.BadSettingException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * The same attention in PyTorch, in one process that stays: it does a pass over the corpus for each
 * line it reads and answers with the pass's seconds. So its passes are warm, too, and can alternate
 * with ours.
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
      throw new BadSettingException(
          "--peer " + python + ": cannot be started; name a Python 3 with torch, numpy and pyarrow",
          e);
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

  /** Starts the peer, which waits for the first request. */
  static PeerProcess start(
      BenchmarkSettings settings, SyntheticCorpus corpus, Path output, int threads) {
    return new PeerProcess(
        settings.peer(),
        List.of(
            settings.peer(),
            Path.of(settings.home(), "src", "jmh", "python", "peer.py").toString(),
            local(corpus.corpus()),
            local(corpus.weights()),
            output.toString(),
            "--heads=" + corpus.workload().heads(),
            "--style=" + settings.peerStyle().name().toLowerCase(Locale.ROOT),
            "--threads=" + threads));
  }

  private static String local(String path) {
    return new org.apache.hadoop.fs.Path(path).toUri().getPath();
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
      throw new BadSettingException(
          "--peer "
              + python
              + ": ended without an answer; name a Python 3 with torch, numpy and pyarrow");
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
