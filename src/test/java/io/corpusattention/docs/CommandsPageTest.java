package io.corpusattention.docs;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.corpusattention.cli.Grammar;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command of README and the documentation has options that its job knows. */
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
