package io.corpusattention.cli;

import io.corpusattention.cli.help.OptionGroup;
import io.corpusattention.docs.Page;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Verifies that the pages of the documentation list the options of the program. */
class OptionsPageTest {
  @ParameterizedTest
  @CsvSource({
    "embed, docs/embed.md",
    "train, docs/train.md",
    "attend, docs/attend.md",
    "analyze, docs/analyze.md",
    "summarize, docs/summarize.md",
    "report, docs/report.md",
    "model, docs/models.md",
    "benchmark, docs/benchmarks.md"
  })
  void thePageOfAJobHasItsOptions(String job, String page) throws IOException {
    CommandSpec spec = Main.commandLine().getSubcommands().get(job).getCommandSpec();
    StringBuilder tables = new StringBuilder();
    for (OptionGroup group : OptionGroup.values()) {
      List<OptionSpec> options = group.optionsOf(spec);
      if (!options.isEmpty()) {
        tables.append("\n| ").append(group.title()).append(" | |\n|---|---|\n");
        options.forEach(option -> tables.append(row(option)));
      }
    }
    new Page(page).require("options of " + job, tables.append('\n').toString());
  }

  private static String row(OptionSpec option) {
    String label = option.arity().max() == 0 ? "" : " " + option.paramLabel();
    String separator = option.splitRegex().isEmpty() ? "" : ",...";
    String meaning = String.join(" ", option.description()).replace("%%", "%");
    if (option.defaultValue() != null) {
      meaning = meaning.replace("${DEFAULT-VALUE}", option.defaultValue());
    }
    return "| `"
        + Page.cell(option.longestName() + label + separator)
        + "` | "
        + Page.cell(meaning)
        + " |\n";
  }
}
