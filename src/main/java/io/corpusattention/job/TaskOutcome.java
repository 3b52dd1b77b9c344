package io.corpusattention.job;

import io.corpusattention.corpus.Rejection;
import java.io.Serializable;
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;

/**
 * What a task gives back to the driver.
 *
 * @param message of the commit; null where the task stopped at a bad record
 * @param badRecordId the id of that record as text, "null" for none
 * @param badRecord null where the task went through
 */
record TaskOutcome(
    TaskCommitMessage message,
    Counts counts,
    StageTimes times,
    String badRecordId,
    Rejection badRecord)
    implements Serializable {}
