package io.corpusattention.table;

import io.corpusattention.table.run.TableFile;
import java.io.Serializable;
import java.util.List;
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;

/**
 * What a task tells the driver of the files that it has committed.
 *
 * @param message for the commit of the job
 * @param files what must be there after it
 */
public record TaskCommit(TaskCommitMessage message, List<TableFile> files) implements Serializable {
  public TaskCommit {
    files = List.copyOf(files);
  }
}
