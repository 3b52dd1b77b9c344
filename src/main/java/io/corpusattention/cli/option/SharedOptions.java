package io.corpusattention.cli.option;

import io.corpusattention.cli.help.OptionGroup;
import io.corpusattention.job.run.OnBadRecord;
import java.util.List;
import picocli.CommandLine.Option;

/**
 * Options that several jobs share. Each is a separate set, so that a job can pick what it needs.
 */
public final class SharedOptions {
  private SharedOptions() {}

  /** The columns that a job copies to its output. */
  @OptionGroup.In(OptionGroup.TABLE)
  public static final class Keep {
    @Option(
        names = "--keep",
        split = ",",
        paramLabel = "NAME",
        description = "Input columns to copy to the table.")
    private List<String> columns;

    public List<String> columns() {
      return columns == null ? List.of() : columns;
    }
  }

  /** What to do with records that cannot be used. */
  @OptionGroup.In(OptionGroup.RECORDS)
  public static final class BadRecord {
    @Option(
        names = "--on-bad-record",
        defaultValue = "fail",
        paramLabel = "fail|reject",
        description =
            "fail: stop at the first record that cannot be used, and leave no run behind."
                + " reject: set such records aside in the table rejected, with the reason."
                + " Default: ${DEFAULT-VALUE}.")
    private OnBadRecord value;

    public OnBadRecord value() {
      return value;
    }
  }

  /** The number of tasks among which the input is divided. */
  @OptionGroup.In(OptionGroup.RECORDS)
  public static final class Partitions {
    @Option(
        names = "--partitions",
        paramLabel = "N",
        description =
            "Redistribute the input over N tasks by a hash of the id. Use it if the input"
                + " has few, large parts, such as one row group or one .gz file. Default: as the"
                + " input is split.")
    private Integer value;

    /** Returns the number of tasks, or null to keep the splits of the input. */
    public Integer value() {
      return value;
    }
  }

  /** The maximum number of records to read. */
  @OptionGroup.In(OptionGroup.RECORDS)
  public static final class Limit {
    @Option(names = "--limit", paramLabel = "N", description = "Read at most N records.")
    private Integer value;

    /** Returns the number of records, or null for all records. */
    public Integer value() {
      return value;
    }
  }

  /** Whether to print what a run would do without writing anything. */
  public static final class DryRun {
    @Option(
        names = "--dry-run",
        description =
            "Print the settings, the shapes, the columns and an estimate of the size of the"
                + " output. Write nothing.")
    private boolean value;

    public boolean value() {
      return value;
    }
  }
}
