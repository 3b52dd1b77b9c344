package io.corpusattention.cli.option;

import picocli.CommandLine.Option;

/** How many records to take. */
public final class LimitOption {
  @Option(names = "--limit", paramLabel = "N", description = "Take at most N records.")
  private Integer value;

  /** Null for all records. */
  public Integer value() {
    return value;
  }
}
