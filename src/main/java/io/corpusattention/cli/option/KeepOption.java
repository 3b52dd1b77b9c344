package io.corpusattention.cli.option;

import java.util.List;
import picocli.CommandLine.Option;

/** Columns that a job carries through. */
public final class KeepOption {
  @Option(
      names = "--keep",
      split = ",",
      paramLabel = "NAME",
      description = "Columns of the input to carry through to the table.")
  private List<String> columns;

  public List<String> columns() {
    return columns == null ? List.of() : columns;
  }
}
