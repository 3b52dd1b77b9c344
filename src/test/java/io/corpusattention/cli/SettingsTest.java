package io.corpusattention.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.attention.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Verifies that the jobs and the command line use the same name for a setting. */
class SettingsTest {
  /** Options that are not settings of a job but control the command line. */
  private static final List<String> OF_THE_COMMAND_LINE =
      List.of("--help", "--version", "--verbose", "--dry-run", "--show-links", "--cold");

  @Test
  void everySettingIsAnOptionAndEveryOptionASetting() {
    CommandLine commands = new CommandLine(Main.class);
    TreeSet<String> options =
        commands.getSubcommands().values().stream()
            .flatMap(job -> job.getCommandSpec().options().stream())
            .filter(option -> !option.hidden()) // only for the scripts
            .map(option -> option.longestName())
            .collect(Collectors.toCollection(TreeSet::new));
    TreeSet<String> settings =
        Arrays.stream(Setting.values())
            .map(setting -> "--" + setting.id())
            .collect(Collectors.toCollection(TreeSet::new));
    options.removeAll(OF_THE_COMMAND_LINE);
    settings.removeAll(OF_THE_COMMAND_LINE);
    assertThat(settings).isEqualTo(options);
  }
}
