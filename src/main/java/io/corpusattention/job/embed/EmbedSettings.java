package io.corpusattention.job.embed;

import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.job.run.OutputSettings;
import io.corpusattention.job.run.RecordSettings;
import io.corpusattention.job.run.ShownSettings;
import io.corpusattention.job.text.TextSettings;
import java.util.Map;

/**
 * All settings of an embed run.
 *
 * @param tokenizer a tokenizer.json file; null for whole words, or for the model's own tokenizer
 */
public record EmbedSettings(
    TextSettings text,
    String tokenizer,
    EmbedderSettings embedder,
    OutputSettings output,
    RecordSettings records) {
  public EmbedSettings {
    if (tokenizer != null && embedder.kind() == EmbedderKind.MODEL) {
      throw Setting.TOKENIZER.of(tokenizer).bad("a model has its own tokenizer.json; leave it out");
    }
  }

  /** Returns a copy with the effective input and embedder. */
  EmbedSettings with(CorpusSource source, EmbedderSettings chosen) {
    return new EmbedSettings(text.with(source), tokenizer, chosen, output, records);
  }

  /** Returns the settings by identifier, for the user and for run.json. */
  public Map<String, Object> shown() {
    ShownSettings shown = new ShownSettings();
    text.show(shown);
    boolean model = embedder.kind() == EmbedderKind.MODEL;
    shown.put(Setting.TOKENIZER, tokenizer == null ? (model ? "the model's" : "words") : tokenizer);
    shown.put(Setting.EMBEDDER, embedder.kind());
    shown.putIfSet(Setting.VECTORS, embedder.vectors());
    shown.putIfSet(Setting.MODEL, embedder.model());
    if (embedder.kind() == EmbedderKind.WORD2VEC) {
      shown.put(Setting.DIM, embedder.word2vec().dimOrDefault());
      shown.put(Setting.MIN_COUNT, embedder.word2vec().minCountOrDefault());
      shown.put(Setting.EPOCHS, embedder.word2vec().epochsOrDefault());
      shown.put(Setting.SEED, embedder.word2vec().seedOrDefault());
      shown.putIfSet(Setting.SAVE_VECTORS, embedder.word2vec().save());
    }
    if (!model) {
      shown.put(Setting.UNKNOWN, embedder.unknownWords());
      shown.put(Setting.POSITIONS, embedder.sinusoidal() ? "sinusoidal" : "none");
    }
    output.show(shown);
    records.show(shown);
    return shown.asMap();
  }
}
