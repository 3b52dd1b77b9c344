package io.corpusattention.corpus;

import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.Queries;
import io.corpusattention.encoder.EncoderStack;
import java.io.Serializable;
import java.util.List;

/**
 * Everything that is needed to compute attention over a corpus. The driver decides and checks it,
 * and every task uses the same plan.
 *
 * @param stack the layer, or the layers of a model
 * @param queries where queries come from
 * @param queryTokens the tokens of queries that all sentences share; null if they have none
 * @param positions whether to add sinusoidal positions to the sentences' embeddings; queries from
 *     elsewhere never get positions
 * @param tiles whether to split a sentence whose row would be too large; if false, it is rejected
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
  /** Returns the heads and widths, which all layers share. */
  public AttentionShape shape() {
    return AttentionShape.of(stack.first(), config, queries);
  }

  /** Returns whether queries are the sentence's own tokens. */
  public boolean selfAttention() {
    return queries instanceof Queries.Self;
  }

  /** Returns whether queries come from elsewhere and have tokens. */
  public boolean hasQueryTokens() {
    return queryTokens != null || schema.hasQueryTokens();
  }

  /**
   * Returns the number of queries of a sentence.
   *
   * @param tokens the number of its tokens
   * @param own the number of queries in its row
   */
  public int countQueries(int tokens, int own) {
    if (queries instanceof Queries.Fixed fixed) {
      return fixed.embeddings().rows();
    }
    return selfAttention() ? tokens : own;
  }

  /** Returns the same plan with other columns. */
  public AttentionPlan with(CorpusSchema other) {
    return new AttentionPlan(stack, config, queries, queryTokens, positions, tiles, other);
  }

  /** Returns the same plan with another form of the stack. */
  public AttentionPlan with(EncoderStack other) {
    return new AttentionPlan(other, config, queries, queryTokens, positions, tiles, schema);
  }

  /** Returns the same plan with another configuration. */
  public AttentionPlan with(AttentionConfig other) {
    return new AttentionPlan(stack, other, queries, queryTokens, positions, tiles, schema);
  }
}
