package io.corpusattention.cli.option;

import picocli.CommandLine.Option;

/** How many tasks share the input. */
public final class PartitionsOption {
  @Option(
      names = "--partitions",
      paramLabel = "N",
      description =
          "Redistribute the input by a hash of the id into so many tasks; for inputs of few, large"
              + " parts, such as row groups or one .gz file. Default: as the input is split.")
  private Integer value;

  /** Null to take the input as it is split. */
  public Integer value() {
    return value;
  }
}
