package io.corpusattention.job.attend;

import io.corpusattention.job.run.AttentionSettings;
import io.corpusattention.job.run.OutputSettings;
import io.corpusattention.job.run.RecordSettings;
import io.corpusattention.job.run.ShownSettings;
import java.util.Map;

/** All that a run of attend is told. */
public record AttendSettings(
    AttentionSettings attention, OutputSettings output, RecordSettings records) {
  /** The settings under their identifiers, for people and for run.json. */
  public Map<String, Object> shown() {
    ShownSettings shown = new ShownSettings();
    attention.show(shown);
    output.show(shown);
    records.show(shown);
    return shown.asMap();
  }
}
