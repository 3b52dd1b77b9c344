package io.corpusattention.job.attend;

import io.corpusattention.job.run.AttentionSettings;
import io.corpusattention.job.run.OutputSettings;
import io.corpusattention.job.run.RecordSettings;

/**
 * All settings of an attend run.
 *
 * @param attention settings for one layer; null if a whole model is computed
 * @param model settings for a whole model; null if one layer is computed
 */
public record AttendSettings(
    AttentionSettings attention,
    ModelSettings model,
    OutputSettings output,
    RecordSettings records) {}
