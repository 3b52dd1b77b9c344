package io.corpusattention.cli.help;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** Prints the options of a job in groups, each under a heading. */
public final class GroupedHelp {
  private GroupedHelp() {}

  /** Changes the help of all jobs to list options in groups. */
  public static void register(CommandLine commandLine) {
    for (CommandLine job : commandLine.getSubcommands().values()) {
      Map<String, IHelpSectionRenderer> sections = new HashMap<>(job.getHelpSectionMap());
      sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, GroupedHelp::options);
      job.setHelpSectionMap(sections);
    }
  }

  private static String options(Help help) {
    List<OptionSpec> all = help.commandSpec().options(); // so that all groups have the same width
    StringBuilder text = new StringBuilder();
    for (OptionGroup group : OptionGroup.values()) {
      List<OptionSpec> options = group.optionsOf(help.commandSpec());
      if (!options.isEmpty()) {
        Help.Layout layout = help.createDefaultLayout(all, List.of(), help.colorScheme());
        layout.addAllOptions(options, help.createDefaultParamLabelRenderer());
        text.append(help.colorScheme().text("\n@|bold " + group.title() + "|@\n"));
        text.append(layout);
      }
    }
    return text.toString();
  }
}
