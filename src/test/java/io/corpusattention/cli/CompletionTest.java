package io.corpusattention.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Verifies what bash completes with the script of jobs/completion. */
class CompletionTest {
  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource({
    "attend, --inp, --input --input-format --input-table",
    "attend, --show-, --show-links",
    "summarize, --document, --document-column",
    "report, --fig, --figures"
  })
  void bashCompletesTheOptionsOfAJob(String job, String begun, String expected) throws Exception {
    StringWriter script = new StringWriter();
    assertThat(
            Main.run(new String[] {"completion"}, new PrintWriter(script), new PrintWriter(script)))
        .isZero();
    Path file = temp.resolve("completion.bash");
    Files.writeString(
        file,
        script
            + "\ncompopt() { :; }\nCOMP_WORDS=(jobs/%s %s)\nCOMP_CWORD=1\n".formatted(job, begun)
            + "$(complete -p %s | sed 's/.*-F \\([^ ]*\\).*/\\1/')\n".formatted(job)
            + "echo \"${COMPREPLY[@]}\"\n");
    Process bash = new ProcessBuilder("bash", file.toString()).redirectErrorStream(true).start();
    String out = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(bash.waitFor()).as(out).isZero();
    assertThat(out.strip()).isEqualTo(expected);
  }
}
