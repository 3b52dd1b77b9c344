package io.corpusattention.table.run;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A file of a run, with the facts that run.json lists about it.
 *
 * @param path the path within the run folder, such as attention/part-00000.parquet
 * @param rows the number of rows; null if the file is not part of a table
 */
public record TableFile(String path, Long rows, long bytes) implements Serializable {
  /** Returns its entry in run.json. */
  Map<String, Object> entry() {
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("path", path);
    if (rows != null) {
      entry.put("rows", rows);
    }
    entry.put("bytes", bytes);
    return entry;
  }
}
