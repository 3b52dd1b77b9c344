package io.corpusattention.job.run;

import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.CorpusSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Settings under their identifiers, in their order, for people and for run.json. */
public final class ShownSettings {
  private final Map<String, Object> shown = new LinkedHashMap<>();

  /** Shows a setting; a value of an enum by its name in lower case. */
  public ShownSettings put(Setting setting, Object value) {
    shown.put(
        setting.id(),
        value instanceof Enum<?> choice ? choice.name().toLowerCase(Locale.ROOT) : value);
    return this;
  }

  /** Shows a setting unless its value is null. */
  public ShownSettings putIfSet(Setting setting, Object value) {
    return value == null ? this : put(setting, value);
  }

  /** Shows where records are read from. */
  public ShownSettings putSource(CorpusSource source) {
    if (source instanceof CorpusSource.Paths files) {
      return put(Setting.INPUT, files.paths()).put(Setting.INPUT_FORMAT, files.format());
    }
    return put(Setting.INPUT_TABLE, ((CorpusSource.Table) source).name());
  }

  /** Leaves settings out that decide nothing here. */
  public ShownSettings without(Setting... settings) {
    shown.keySet().removeAll(List.of(settings).stream().map(Setting::id).toList());
    return this;
  }

  /** All of them. */
  public Map<String, Object> asMap() {
    return shown;
  }
}
