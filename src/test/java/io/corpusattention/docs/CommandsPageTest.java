package io.corpusattention.docs;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.corpusattention.cli.Grammar;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verifies that jobs know all options of the commands in README and the documentation. */
class CommandsPageTest {
  static List<String> pages() throws IOException {
    return Snippets.pages();
  }

  @ParameterizedTest
  @MethodSource("pages")
  void theJobsKnowTheOptionsOfTheirCommands(String page) throws IOException {
    for (String command : Snippets.commands(page)) {
      if (!command.contains("...")) {
        String[] words = command.substring("jobs/".length()).split(" +", 0);
        assertThatCode(() -> Grammar.parse(words)).as(command).doesNotThrowAnyException();
      }
    }
  }
}
