package io.corpusattention.cli.option;

import picocli.CommandLine.Option;

/** Whether to show what a run would do, and write nothing. */
public final class DryRunOption {
  @Option(
      names = "--dry-run",
      description =
          "Print what would be done: the settings in force, shapes, the table's columns; write nothing.")
  private boolean value;

  public boolean value() {
    return value;
  }
}
