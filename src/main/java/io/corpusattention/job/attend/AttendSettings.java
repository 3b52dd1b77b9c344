package io.corpusattention.job.attend;

import io.corpusattention.job.run.AttentionSettings;
import io.corpusattention.job.run.OutputSettings;
import io.corpusattention.job.run.RecordSettings;

/**
 * All that a run of attend is told.
 *
 * @param attention of one layer; null where a whole model is computed
 * @param model null where one layer is
 */
public record AttendSettings(
    AttentionSettings attention,
    ModelSettings model,
    OutputSettings output,
    RecordSettings records) {}
