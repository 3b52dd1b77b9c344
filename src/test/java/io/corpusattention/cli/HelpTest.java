package io.corpusattention.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.cli.help.OptionGroup;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Verifies the help of each job. */
class HelpTest {
  private static final int TERMINAL_WIDTH = 80;

  static Stream<String> jobs() {
    return Main.commandLine().getSubcommands().keySet().stream()
        .filter(name -> !name.equals(CompletionCommand.NAME));
  }

  private static String help(String job) {
    StringWriter text = new StringWriter();
    Main.run(new String[] {job, "--help"}, new PrintWriter(text), new PrintWriter(text));
    return text.toString();
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void listsEachOptionOnceUnderTheHeadingOfItsGroup(String job) {
    String help = help(job);
    CommandLine command = Main.commandLine().getSubcommands().get(job);
    List<String> expected = new ArrayList<>();
    for (OptionGroup group : OptionGroup.values()) {
      List<OptionSpec> options = group.optionsOf(command.getCommandSpec());
      if (!options.isEmpty()) {
        expected.add(group.title());
        options.forEach(option -> expected.add(option.longestName()));
      }
    }
    Matcher found =
        Pattern.compile("^(?:([A-Z][a-z ]+)$| {2,6}(?:-., )?(--[a-z-]+))", Pattern.MULTILINE)
            .matcher(help.split("\\RExamples\\R", 2)[0]);
    List<String> listed = new ArrayList<>();
    while (found.find()) {
      String title = found.group(1);
      if (title == null) {
        listed.add(found.group(2));
      } else if (Arrays.stream(OptionGroup.values()).anyMatch(of -> of.title().equals(title))) {
        listed.add(title);
      }
    }
    assertThat(listed).isEqualTo(expected);
    long visible =
        command.getCommandSpec().options().stream().filter(option -> !option.hidden()).count();
    assertThat(listed.stream().filter(line -> line.startsWith("--"))).hasSize((int) visible);
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void fitsATerminal(String job) {
    assertThat(help(job).lines().filter(line -> line.length() > TERMINAL_WIDTH)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("jobs")
  void givesExamplesThatTheJobAccepts(String job) {
    String help = help(job).replaceAll("\\R {6}(?=--)", " ");
    List<String> examples = help.lines().filter(line -> line.startsWith("  jobs/")).toList();
    assertThat(examples.size()).isGreaterThanOrEqualTo(job.equals("model") ? 0 : 2);
    for (String example : examples) {
      List<String> words = new ArrayList<>(List.of(example.strip().split(" +", 0)));
      assertThat(words.remove(0)).isEqualTo("jobs/" + job);
      words.add(0, job);
      assertThat(Main.commandLine().parseArgs(words.toArray(new String[0])).errors()).isEmpty();
    }
  }

  private static String refused(String... args) {
    StringWriter err = new StringWriter();
    int exitCode = Main.run(args, new PrintWriter(new StringWriter()), new PrintWriter(err, true));
    assertThat(exitCode).as(err.toString()).isEqualTo(2);
    return err.toString().strip();
  }

  @Test
  void onlyTheUnknownOptionIsNamedNotItsValue() {
    assertThat(refused("attend", "--head", "3", "--input", "x"))
        .isEqualTo(
            "error: unknown option: --head; did you mean --heads? (--help lists all options)");
  }

  @Test
  void aWrongValueIsSaidOnceAndWithoutJavasTypes() {
    assertThat(refused("attend", "--attention", "top-k:0"))
        .startsWith("error: --attention top-k:0: K must be 1 or more");
    assertThat(refused("attend", "--limit", "x"))
        .contains("--limit", "'x' is not a whole number")
        .doesNotContain("long");
  }
}
