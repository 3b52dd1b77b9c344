package io.corpusattention.cli.option;

import picocli.CommandLine.Option;

/** Whether to show what a run would do, and write nothing. */
public final class DryRunOption {
  @Option(
      names = "--dry-run",
      description =
          "Print shapes, settings, the table's columns and an estimate of its size; write nothing.")
  private boolean value;

  public boolean value() {
    return value;
  }
}
