package io.corpusattention.table;

import io.corpusattention.table.run.TableFile;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;

/**
 * The report that a task sends to the driver about the files it committed.
 *
 * @param message the message for the commit of the job
 * @param files the files that must exist after that commit
 */
public record TaskCommit(TaskCommitMessage message, List<TableFile> files) implements Serializable {
  public TaskCommit {
    files = List.copyOf(files);
  }
}
