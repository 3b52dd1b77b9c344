package io.corpusattention.job.attend;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.CorpusColumns;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.encoder.HiddenStates;
import io.corpusattention.encoder.LayerChoice;
import io.corpusattention.job.run.ShownSettings;
import io.corpusattention.job.text.TextSettings;

/**
 * Settings for computing the attention of a whole model: the model, the input, and the output that
 * is kept.
 *
 * @param folder folder of the model
 * @param layers layers whose attention is kept
 * @param text settings for an input that is text or may be text
 * @param columns columns of embedded sentences
 * @param embedded whether the user says that the sentences are embedded, by naming the column
 * @param ofText a setting given by the user that applies only to text, for a message; null for none
 * @param attention the configuration; the parts that the model determines are final only after the
 *     model is read
 * @param hidden which hidden states are kept
 */
public record ModelSettings(
    String folder,
    LayerChoice layers,
    TextSettings text,
    CorpusColumns columns,
    boolean embedded,
    Given ofText,
    AttentionConfig attention,
    HiddenStates hidden) {
  public ModelSettings {
    if (!attention.keepsSomething() && !hidden.kept()) {
      throw Setting.ATTENTION
          .of(attention.attention())
          .bad(
              "with ",
              Setting.CONTEXT.of("none"),
              " leaves nothing to write; keep some of the attention, such as top-k:8, or say ",
              Setting.CONTEXT,
              " tokens or mean, or ",
              Setting.HIDDEN,
              " tokens, mean or first");
    }
    if (hidden.normalize() && !hidden.kept()) {
      throw Setting.NORMALIZE
          .given()
          .bad("gives hidden states unit length; say ", Setting.HIDDEN, " tokens, mean or first");
    }
  }

  /** Returns a copy with the effective source and the configuration that the model determines. */
  ModelSettings with(CorpusSource source, AttentionConfig resolved) {
    return new ModelSettings(
        folder, layers, text.with(source), columns, embedded, ofText, resolved, hidden);
  }

  /**
   * Adds these settings to the shown settings.
   *
   * @param fromText whether the input is text
   */
  void show(ShownSettings shown, boolean fromText) {
    if (fromText) {
      text.show(shown);
    } else {
      shown.putSource(text.input());
      shown.put(Setting.ID_COLUMN, columns.id());
      shown.put(Setting.TOKENS_COLUMN, columns.tokens());
      shown.put(Setting.EMBEDDINGS_COLUMN, columns.embeddings());
      shown.put(Setting.KEEP, columns.keep());
    }
    shown.put(Setting.MODEL, folder);
    shown.put(Setting.LAYERS, layers.text());
    shown.put(Setting.ATTENTION, attention.attention().toString());
    shown.put(Setting.CONTEXT, attention.context());
    shown.put(Setting.HIDDEN, hidden.pooling());
    if (hidden.kept()) {
      shown.put(Setting.NORMALIZE, hidden.normalize());
    }
    shown.put(Setting.MAX_ROW_BYTES, attention.maxRowBytes());
  }
}
