package io.corpusattention.cli.option;

import io.corpusattention.job.run.OnBadRecord;
import picocli.CommandLine.Option;

/** What to do with records that cannot be used. */
public final class BadRecordOption {
  @Option(
      names = "--on-bad-record",
      defaultValue = "fail",
      paramLabel = "fail|reject",
      description =
          "Stop at a record that cannot be used, or set it aside with its reason."
              + " Default: ${DEFAULT-VALUE}.")
  private OnBadRecord value;

  public OnBadRecord value() {
    return value;
  }
}
