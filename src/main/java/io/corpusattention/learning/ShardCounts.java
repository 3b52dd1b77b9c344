package io.corpusattention.learning;

import io.corpusattention.attention.RejectReason;
import io.corpusattention.math.CounterRandom;
import java.io.Serializable;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.lang3.ArrayUtils;

/**
 * The counts of what is in shards.
 *
 * @param sentences the number of training sentences
 * @param tokens the number of their tokens
 * @param heldOut the number of held-out sentences
 * @param heldOutTokens the number of their tokens
 * @param digest the digest of the ids, embeddings and classes of all sentences, independent of
 *     their order
 * @param labels the number of sentences of each class, both for training and held out
 * @param reasons the number of rejected records, by reason
 * @param firstRejected one of the rejected records, or null if there are none
 */
public record ShardCounts(
    long sentences,
    long tokens,
    long heldOut,
    long heldOutTokens,
    long digest,
    Map<String, Long> labels,
    Map<RejectReason, Long> reasons,
    TrainingRecord firstRejected)
    implements Serializable {

  static ShardCounts of(Shard shard) {
    Map<String, Long> labels = new TreeMap<>();
    Map<RejectReason, Long> reasons = new EnumMap<>(RejectReason.class);
    long digest = 0;
    for (TrainingSentence sentence : ArrayUtils.addAll(shard.training(), shard.heldOut())) {
      digest += digest(sentence);
      if (sentence.label() != null) {
        labels.merge(sentence.label(), 1L, Long::sum);
      }
    }
    shard.rejected().forEach(r -> reasons.merge(r.rejection().reason(), 1L, Long::sum));
    return new ShardCounts(
        shard.training().length,
        tokens(shard.training()),
        shard.heldOut().length,
        tokens(shard.heldOut()),
        digest,
        labels,
        reasons,
        shard.rejected().isEmpty() ? null : shard.rejected().get(0));
  }

  private static long digest(TrainingSentence sentence) {
    float[] all = sentence.embeddings();
    long state = CounterRandom.next(sentence.key(), Vocabulary.hash(all, 0, all.length));
    return CounterRandom.next(state, sentence.label() == null ? 0 : sentence.label().hashCode());
  }

  private static long tokens(TrainingSentence[] sentences) {
    return Arrays.stream(sentences).mapToLong(TrainingSentence::tokens).sum();
  }

  ShardCounts plus(ShardCounts other) {
    Map<String, Long> allLabels = new TreeMap<>(labels);
    other.labels.forEach((label, count) -> allLabels.merge(label, count, Long::sum));
    Map<RejectReason, Long> allReasons = new EnumMap<>(RejectReason.class);
    allReasons.putAll(reasons);
    other.reasons.forEach((reason, count) -> allReasons.merge(reason, count, Long::sum));
    return new ShardCounts(
        sentences + other.sentences,
        tokens + other.tokens,
        heldOut + other.heldOut,
        heldOutTokens + other.heldOutTokens,
        digest + other.digest,
        allLabels,
        allReasons,
        firstRejected == null ? other.firstRejected : firstRejected);
  }

  /** Returns the number of rejected records. */
  public long rejected() {
    return reasons.values().stream().mapToLong(Long::longValue).sum();
  }
}
