package io.corpusattention.corpus;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.Queries;
import io.corpusattention.encoder.EncoderStack;
import java.io.Serializable;
import java.util.List;

/**
 * All that attention over a corpus takes, decided and checked on the driver, the same in every
 * task.
 *
 * @param stack the layer, or the layers of a model
 * @param queries where queries come from
 * @param queryTokens of queries that are the same for every sentence; null where they have none
 * @param positions whether to add sinusoidal positions to the sentences' embeddings; queries from
 *     elsewhere are left as they are
 * @param tiles whether a sentence whose row would be too large is divided; else it is rejected
 * @param schema the columns of a row of the corpus
 */
public record AttentionPlan(
    EncoderStack stack,
    AttentionConfig config,
    Queries queries,
    List<String> queryTokens,
    boolean positions,
    boolean tiles,
    CorpusSchema schema)
    implements Serializable {
  /** Heads and widths, those of every layer. */
  public AttentionShape shape() {
    return AttentionShape.of(stack.first(), config, queries);
  }

  /** Whether queries are the sentence's own tokens. */
  public boolean selfAttention() {
    return queries instanceof Queries.Self;
  }

  /** Whether queries come from elsewhere and have tokens. */
  public boolean hasQueryTokens() {
    return queryTokens != null || schema.hasQueryTokens();
  }

  /**
   * How many queries a sentence has.
   *
   * @param tokens its own tokens
   * @param own queries that it brings
   */
  public int countQueries(int tokens, int own) {
    if (queries instanceof Queries.Fixed fixed) {
      return fixed.embeddings().rows();
    }
    return selfAttention() ? tokens : own;
  }

  /** The same with other columns. */
  public AttentionPlan with(CorpusSchema other) {
    return new AttentionPlan(stack, config, queries, queryTokens, positions, tiles, other);
  }

  /** The same with another form of the stack. */
  public AttentionPlan with(EncoderStack other) {
    return new AttentionPlan(other, config, queries, queryTokens, positions, tiles, schema);
  }

  /** The same with another configuration. */
  public AttentionPlan with(AttentionConfig other) {
    return new AttentionPlan(stack, other, queries, queryTokens, positions, tiles, schema);
  }
}
