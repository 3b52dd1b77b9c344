package io.corpusattention.cli;

import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Objects;
import java.util.Optional;
import org.apache.commons.lang3.math.NumberUtils;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options that the user gives, on the command line or in the file of {@code --config}. An
 * option that has its default value in the file counts as not given, because the files in conf/
 * list the defaults of all options.
 */
record GivenOptions(CommandSpec job) {
  /** Returns whether the user gives an option. */
  boolean has(String option) {
    return value(job.findOption(option)) != null;
  }

  /** Returns the first of these options that the user gives, with its value. */
  Optional<Given> firstOf(Collection<String> options) {
    return job.options().stream()
        .filter(option -> options.contains(option.longestName()))
        .filter(option -> value(option) != null)
        .findFirst()
        .map(
            option -> {
              Setting setting = Setting.named(option.longestName().substring(2));
              return option.arity().max() == 0 ? setting.given() : setting.of(value(option));
            });
  }

  /** Returns the value as given, or null if the user does not give the option. */
  private String value(OptionSpec option) {
    if (job.commandLine().getParseResult().hasMatchedOption(option)) {
      return String.join(",", option.originalStringValues());
    }
    IDefaultValueProvider file = job.defaultValueProvider();
    try {
      String value = file == null ? null : file.defaultValue(option);
      boolean flagLeftOut = option.arity().max() == 0 && "false".equals(value);
      return flagLeftOut || isDefault(value, option.defaultValue()) ? null : value;
    } catch (Exception e) { // picocli declares it; properties never throw it
      throw new IllegalStateException(e);
    }
  }

  private static boolean isDefault(String value, String otherwise) {
    return Objects.equals(value, otherwise)
        || (NumberUtils.isParsable(value)
            && NumberUtils.isParsable(otherwise)
            && new BigDecimal(value).compareTo(new BigDecimal(otherwise)) == 0);
  }
}
