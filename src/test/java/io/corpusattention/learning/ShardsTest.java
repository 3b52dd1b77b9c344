package io.corpusattention.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.attention.BadSettingException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Verifies that the contents of shards depend only on the sentences. */
class ShardsTest {
  private static final int BATCH = 32;
  private static final int WIDTH_OF_TWO = 2 * Sentences.WIDTH;
  private static final HeldOut SPLIT = new HeldOut(0.2, 1);

  private static Shards shards(List<TrainingRecord> records, int partitions, int shards) {
    return Shards.of(Sentences.spread(records, partitions, partitions), shards, BATCH, SPLIT);
  }

  private static Set<Long> heldOut(Shards shards) {
    Set<Long> keys = new TreeSet<>();
    for (Shard shard : shards.rdd().collect()) {
      Arrays.stream(shard.heldOut()).forEach(sentence -> keys.add(sentence.key()));
    }
    return keys;
  }

  @Test
  void countsAndDigestAreTheSameFromAnyPartitionsInAnyNumberOfShards() {
    List<TrainingRecord> records = Sentences.many(200);
    records.add(Sentences.rejected(200));
    try (Shards expected = shards(records, 2, 1)) {
      assertThat(expected.counts().sentences() + expected.counts().heldOut()).isEqualTo(200);
      assertThat(expected.counts().rejected()).isEqualTo(1);
      assertThat(expected.counts().labels().values()).containsExactly(100L, 100L);
      for (int partitions : Sentences.partitions().toArray()) {
        try (Shards shards = shards(records, partitions, partitions + 1)) {
          assertThat(shards.counts()).isEqualTo(expected.counts());
          assertThat(heldOut(shards)).isEqualTo(heldOut(expected));
        }
      }
    }
  }

  @Test
  void theDigestSeesAnotherClassAnotherIdAndAnotherNumber() {
    TrainingSentence sentence = Sentences.of(1, "even", 3, 4);
    float[] changed = sentence.embeddings().clone();
    changed[WIDTH_OF_TWO - 1] = Math.nextUp(changed[WIDTH_OF_TWO - 1]);
    List<TrainingSentence> all =
        List.of(
            sentence,
            Sentences.of(1, "odd", 3, 4),
            Sentences.of(2, "even", 3, 4),
            Sentences.of(1, "even", 4, 3),
            new TrainingSentence(sentence.key(), 2, changed, "even"));
    assertThat(all.stream().map(s -> digest(s)).distinct()).hasSameSizeAs(all);
  }

  private static long digest(TrainingSentence sentence) {
    return ShardCounts.of(new Shard(List.of(TrainingRecord.fit(sentence)), SPLIT)).digest();
  }

  @Test
  void anEpochTakesEachSentenceInOneOfItsStepsAndTheNextInAnother() {
    Shard shard = new Shard(Sentences.many(500), SPLIT);
    List<List<Long>> epochs = new ArrayList<>();
    for (int epoch = 1; epoch <= 2; epoch++) {
      List<Long> keys = new ArrayList<>();
      for (int step = 0; step < 10; step++) {
        shard.ofStep(1, epoch, 10, step).forEach(sentence -> keys.add(sentence.key()));
      }
      epochs.add(keys);
    }
    Long[] all = Arrays.stream(shard.training()).map(TrainingSentence::key).toArray(Long[]::new);
    assertThat(epochs.get(0)).containsExactlyInAnyOrder(all);
    assertThat(epochs.get(1)).containsExactlyInAnyOrder(all).isNotEqualTo(epochs.get(0));
  }

  @Test
  void theSameWordsInTheSameOrderFromAnyPartitions() {
    List<TrainingRecord> records = Sentences.many(200);
    try (Shards one = shards(records, 1, 1);
        Shards other = shards(records, 5, 3)) {
      Vocabulary words = Vocabulary.of(one, Sentences.WIDTH);
      assertThat(words.size()).isEqualTo(Sentences.WORDS);
      assertThat(Vocabulary.of(other, Sentences.WIDTH).vectors()).isEqualTo(words.vectors());
    }
  }

  @Test
  void spellingsWithOneVectorAreOneWordAndAVectorOfZerosIsNone() {
    TrainingSentence sentence = Sentences.of(1, null, 5, -1, 5, 6, 5);
    List<TrainingRecord> records = List.of(TrainingRecord.fit(sentence));
    try (Shards shards = Shards.of(Sentences.spread(records, 1, 1), 1, BATCH, new HeldOut(0, 1))) {
      Vocabulary words = Vocabulary.of(shards, Sentences.WIDTH);
      float[] expected = new float[WIDTH_OF_TWO]; // the more frequent word first
      System.arraycopy(Sentences.word(5), 0, expected, 0, Sentences.WIDTH);
      System.arraycopy(Sentences.word(6), 0, expected, Sentences.WIDTH, Sentences.WIDTH);
      assertThat(words.vectors()).isEqualTo(expected);
      int[] negatives = new int[50];
      words.negatives(1, 1, sentence, 0, negatives);
      assertThat(IntStream.of(negatives)).containsOnly(1); // never the word itself
    }
  }

  @Test
  void oneWordAloneCannotBeToldApart() {
    List<TrainingRecord> records = List.of(TrainingRecord.fit(Sentences.of(1, null, 5, 5)));
    try (Shards shards = Shards.of(Sentences.spread(records, 1, 1), 1, BATCH, new HeldOut(0, 1))) {
      assertThatThrownBy(() -> Vocabulary.of(shards, Sentences.WIDTH))
          .isInstanceOf(BadSettingException.class)
          .hasMessageStartingWith("objective masked: needs at least 2 different words");
    }
  }
}
