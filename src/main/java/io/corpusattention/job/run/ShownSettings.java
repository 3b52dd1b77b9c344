package io.corpusattention.job.run;

import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.CorpusSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Settings by identifier, in display order, for the user and for run.json. */
public final class ShownSettings {
  private final Map<String, Object> shown = new LinkedHashMap<>();

  /** Adds a setting. An enum value is shown as its name in lower case. */
  public ShownSettings put(Setting setting, Object value) {
    shown.put(
        setting.id(),
        value instanceof Enum<?> choice ? choice.name().toLowerCase(Locale.ROOT) : value);
    return this;
  }

  /** Adds a setting unless its value is null. */
  public ShownSettings putIfSet(Setting setting, Object value) {
    return value == null ? this : put(setting, value);
  }

  /** Adds the source of the records. */
  public ShownSettings putSource(CorpusSource source) {
    if (source instanceof CorpusSource.Paths files) {
      return put(Setting.INPUT, files.paths()).put(Setting.INPUT_FORMAT, files.format());
    }
    return put(Setting.INPUT_TABLE, ((CorpusSource.Table) source).name());
  }

  /** Removes settings that have no effect in this job. */
  public ShownSettings without(Setting... settings) {
    shown.keySet().removeAll(List.of(settings).stream().map(Setting::id).toList());
    return this;
  }

  /** Returns all settings that were added. */
  public Map<String, Object> asMap() {
    return shown;
  }
}
