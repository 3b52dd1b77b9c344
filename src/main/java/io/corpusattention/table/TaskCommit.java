package io.corpusattention.table;

import java.io.Serializable;
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;

/** What a task tells the driver of the files that it has committed, for the commit of the job. */
public record TaskCommit(TaskCommitMessage message) implements Serializable {}
