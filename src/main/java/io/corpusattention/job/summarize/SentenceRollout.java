package io.corpusattention.job.summarize;

import io.corpusattention.analysis.MeteredRow;
import io.corpusattention.analysis.RolloutMeter;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.math.Kernels;
import io.corpusattention.table.AttentionRow;
import java.util.Objects;

/**
 * Multiplies the layers of sentences (attention rollout). The rows of a sentence must be in
 * sequence, sorted by layer and query.
 */
final class SentenceRollout {
  private final ChosenHeads heads;
  private final Given source;
  private final RolloutMeter meter;

  // The expected next row, unless it begins a sentence.
  private Object id;
  private int numTokens;
  private int layer;
  private int query;

  /**
   * @param source the source of the rows, for messages
   */
  SentenceRollout(ChosenHeads heads, Given source) {
    this.heads = heads;
    this.source = source;
    this.meter = new RolloutMeter(heads.perLayer(), Kernels.get());
  }

  /**
   * Takes the next row.
   *
   * @return what each token of the sentence receives, [n], for the last row of the sentence; null
   *     for other rows
   * @throws io.corpusattention.attention.BadSettingException if this row cannot come next
   */
  double[] take(AttentionRow row) {
    int n = row.numTokens();
    int of = heads.layer(row);
    boolean begins = of == 0 && row.queryStart() == 0;
    boolean follows =
        Objects.equals(row.id(), id) && n == numTokens && of == layer && row.queryStart() == query;
    if (!begins && !follows) {
      throw source.bad(
          "the rows of "
              + row.id()
              + " do not come one after the other, by layer and query, each once; no rows may be missing, and ids must be unique; if their order has changed, add ",
          Setting.PARTITIONS,
          " N, which brings them together");
    }
    meter.take(
        new MeteredRow(
            row.id(),
            of,
            row.attention(),
            n,
            row.queryStart(),
            row.numQueries(),
            null,
            null,
            null));
    id = row.id();
    numTokens = n;
    boolean layerEnds = row.queryStart() + row.numQueries() == n;
    layer = layerEnds ? of + 1 : of;
    query = layerEnds ? 0 : row.queryStart() + row.numQueries();
    return layer == heads.layerCount() ? meter.received() : null;
  }
}
