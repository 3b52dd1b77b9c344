package io.corpusattention.cli.option;

import io.corpusattention.job.run.OnBadRecord;
import java.util.List;
import picocli.CommandLine.Option;

/** Options that several jobs have, each a set of its own, for each job has others of them. */
public final class SharedOptions {
  private SharedOptions() {}

  /** Columns that a job carries through. */
  public static final class Keep {
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

  /** What to do with records that cannot be used. */
  public static final class BadRecord {
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

  /** How many tasks share the input. */
  public static final class Partitions {
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

  /** How many records to take. */
  public static final class Limit {
    @Option(names = "--limit", paramLabel = "N", description = "Take at most N records.")
    private Integer value;

    /** Null for all records. */
    public Integer value() {
      return value;
    }
  }

  /** Whether to show what a run would do, and write nothing. */
  public static final class DryRun {
    @Option(
        names = "--dry-run",
        description =
            "Print what would be done: the settings in force, shapes, the table's columns; write nothing.")
    private boolean value;

    public boolean value() {
      return value;
    }
  }
}
