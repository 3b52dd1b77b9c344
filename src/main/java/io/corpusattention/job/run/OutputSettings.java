package io.corpusattention.job.run;

import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.table.Compression;
import io.corpusattention.table.run.WriteMode;

/**
 * Where a run goes.
 *
 * @param folder the run folder; null for a dry run that names none
 */
public record OutputSettings(String folder, WriteMode mode, Compression compression) {
  /** The folder as the user gave it. */
  public Given given() {
    return Setting.OUTPUT.of(folder);
  }

  /** Shows all of them. */
  public void show(ShownSettings shown) {
    shown.put(Setting.OUTPUT, folder).put(Setting.MODE, mode).put(Setting.COMPRESSION, compression);
  }
}
