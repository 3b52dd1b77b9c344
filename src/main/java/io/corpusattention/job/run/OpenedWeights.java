package io.corpusattention.job.run;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.HeadCheck;
import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.attention.Queries;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.CorpusPreview;
import io.corpusattention.corpus.files.HadoopWeightFiles;
import io.corpusattention.weights.ModelWeights;
import io.corpusattention.weights.WeightsReader;
import io.corpusattention.weights.XavierWeights;
import java.io.IOException;
import java.util.Locale;
import java.util.OptionalInt;
import org.apache.hadoop.conf.Configuration;

/**
 * The weights of a run, and the attention configuration with the heads and the scale of these
 * weights.
 *
 * @param causal whether the model of these weights masks the keys after a query
 */
public record OpenedWeights(ProjectionWeights weights, AttentionConfig attention, boolean causal) {
  /** Weights take at most 1/4 of the driver's heap, because they are copied to be sent. */
  private static final int HEAP_SHARE = 4;

  /** Reads a model's weights. Returns null for random weights. */
  static ModelWeights read(WeightsSettings settings, Configuration conf) throws IOException {
    return settings.random()
        ? null
        : WeightsReader.read(HadoopWeightFiles.open(settings.source(), conf), settings.layer());
  }

  /**
   * Combines weights that were read with the number of heads from the user or the model.
   *
   * @throws BadSettingException if a model's number of heads is unknown or does not fit its weights
   */
  static OpenedWeights of(ModelWeights model, AttentionSettings settings) {
    WeightsSettings asked = settings.weights();
    if (asked.heads() == null) {
      requireHeads(model, asked);
    }
    int heads = first(asked.heads(), model.heads(), 1);
    // The model's key-value heads apply only together with the model's heads.
    Integer kvHeads = asked.heads() == null ? model.kvHeads() : null;
    AttentionConfig attention =
        settings.attention().withHeads(heads, first(asked.kvHeads(), kvHeads, heads));
    if (attention.scale() == null && model.scale() != null) {
      attention = attention.withScale(model.scale().of(model.weights().query().columns(), heads));
    }
    return new OpenedWeights(model.weights(), attention, model.causal());
  }

  private static void requireHeads(ModelWeights model, WeightsSettings asked) {
    ProjectionWeights weights = model.weights();
    Integer heads = model.heads();
    if (heads == null) {
      if (model.ofModel()) {
        throw Setting.WEIGHTS
            .of(asked.source())
            .bad(
                "are a model's, and no config.json beside them says how many heads it has; give ",
                Setting.HEADS);
      }
      return;
    }
    int kvHeads = first(asked.kvHeads(), model.kvHeads(), heads);
    boolean fits =
        weights.query().columns() % heads == 0
            && (asked.kvHeads() != null
                || (heads % kvHeads == 0
                    && weights.key().columns() % kvHeads == 0
                    && weights.value().columns() % kvHeads == 0));
    if (!fits) {
      throw Setting.WEIGHTS
          .of(asked.source())
          .bad(
              "the config.json beside them says "
                  + heads
                  + " heads"
                  + (model.kvHeads() == null ? "" : " and " + kvHeads + " key-value heads")
                  + ", which do not divide the columns of W_q "
                  + weights.query().shape()
                  + ", W_k "
                  + weights.key().shape()
                  + " and W_v "
                  + weights.value().shape()
                  + "; fix it, or give ",
              Setting.HEADS,
              " and ",
              Setting.KV_HEADS);
    }
  }

  /**
   * Creates random weights with the widths of the corpus and the queries.
   *
   * @throws BadSettingException if the width of the corpus is unknown, if heads do not divide it,
   *     or if the matrices would be too large for the driver
   */
  static OpenedWeights random(AttentionSettings settings, CorpusPreview preview, Queries queries) {
    WeightsSettings asked = settings.weights();
    if (preview.isEmpty()) {
      throw Setting.WEIGHTS
          .of(asked.source())
          .bad(
              "random weights are made as wide as the embeddings, and the input has no records; give an input with records, or a file of weights");
    }
    int modelWidth =
        known(
            preview.modelWidth(Setting.WEIGHTS.of(asked.source())),
            asked.source(),
            settings.columns().embeddings());
    int queryWidth = modelWidth;
    if (queries instanceof Queries.Fixed fixed) {
      queryWidth = fixed.embeddings().columns();
    } else if (queries instanceof Queries.PerSentence) {
      queryWidth =
          known(
              preview.queryWidth(Setting.WEIGHTS.of(asked.source())),
              asked.source(),
              settings.columns().query());
    }
    int heads = first(asked.heads(), null, 1);
    int kvHeads = first(asked.kvHeads(), null, heads);
    AttentionConfig attention = settings.attention().withHeads(heads, kvHeads);
    int headDim = HeadCheck.width(heads, asked.headDim(), modelWidth);
    requireRoom(headDim, (long) queryWidth * heads + 2L * modelWidth * kvHeads);
    ProjectionWeights weights =
        XavierWeights.create(asked.seed(), modelWidth, queryWidth, heads, kvHeads, headDim);
    return new OpenedWeights(weights, attention, false);
  }

  /** Random weights can have any size, so a single typo could run the driver out of memory. */
  private static void requireRoom(int headDim, long rows) {
    double bytes = (double) Float.BYTES * rows * headDim;
    long heap = Runtime.getRuntime().maxMemory();
    if (bytes > (double) heap / HEAP_SHARE) {
      throw Setting.HEAD_DIM
          .of(headDim)
          .bad(
              String.format(
                  Locale.ROOT,
                  "W_q, W_k and W_v would take %,.0f MB, more than a quarter of the"
                      + " driver's heap of %,d MB; make it smaller, or the heap larger with"
                      + " SPARK_SUBMIT_ARGS=\"--driver-memory ...\"",
                  bytes / 1e6,
                  heap / 1_000_000));
    }
  }

  private static int known(OptionalInt width, String source, String column) {
    return width.orElseThrow(
        () ->
            Setting.WEIGHTS
                .of(source)
                .bad(
                    "the first records do not tell how wide an embedding in column "
                        + column
                        + " is; give the tokens, or embeddings with one array for each token"));
  }

  private static int first(Integer one, Integer other, int last) {
    return one != null ? one : other != null ? other : last;
  }
}
