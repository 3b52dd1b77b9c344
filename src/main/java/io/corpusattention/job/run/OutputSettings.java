package io.corpusattention.job.run;

import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.table.Compression;
import io.corpusattention.table.run.WriteMode;

/**
 * Where and how a run writes its output.
 *
 * @param folder the run folder; null for a dry run without one
 */
public record OutputSettings(String folder, WriteMode mode, Compression compression) {
  /** Returns the folder as the user gave it. */
  public Given given() {
    return Setting.OUTPUT.of(folder);
  }

  /** Adds all of these settings to the shown settings. */
  public void show(ShownSettings shown) {
    shown.put(Setting.OUTPUT, folder).put(Setting.MODE, mode).put(Setting.COMPRESSION, compression);
  }
}
