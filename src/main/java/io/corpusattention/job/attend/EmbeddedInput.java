package io.corpusattention.job.attend;

import io.corpusattention.analysis.word.Words;
import io.corpusattention.corpus.Corpus;
import io.corpusattention.corpus.CorpusSchema;
import io.corpusattention.corpus.ReadFailure;
import io.corpusattention.corpus.ReaderBatch;
import io.corpusattention.corpus.row.EmbeddingsCheck;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.job.run.AttentionInput;
import io.corpusattention.job.run.ShownSettings;
import io.corpusattention.job.run.WordIds;
import io.corpusattention.math.Kernels;
import io.corpusattention.table.AttentionTableSchema;
import io.corpusattention.table.HiddenTableSchema;
import io.corpusattention.table.SentencesTableSchema;
import io.corpusattention.table.TableSchema;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;

/**
 * Embedded sentences that go through a whole model.
 *
 * @param whole the corpus with its original splits, used to find sentences to show
 * @param input the same corpus, distributed to tasks as the user wants
 */
public record EmbeddedInput(
    Corpus whole,
    AttentionInput input,
    TableSchema table,
    TableSchema hiddenTable,
    ModelFacts model,
    ModelSettings settings)
    implements ModelInput, RowsInput {
  /** Longer sentences have too many numbers to show. */
  private static final int SHOWN_TOKENS = 4096;

  /**
   * @param ofText kept columns that belong to the table itself
   */
  static EmbeddedInput of(
      Corpus whole,
      AttentionInput input,
      List<String> ofText,
      ModelFacts model,
      ModelSettings settings) {
    CorpusSchema schema = input.plan().schema();
    List<StructField> kept = new ArrayList<>(schema.kept());
    List<StructField> own = kept.stream().filter(f -> ofText.contains(f.name())).toList();
    kept.removeAll(own);
    AttentionTableSchema.Leading leading =
        new AttentionTableSchema.Leading(schema.id(), schema.hasTokens(), false, kept, own, true);
    return new EmbeddedInput(
        whole,
        input,
        input.plan().config().keepsSomething()
            ? AttentionTableSchema.of(leading, input.plan().config())
            : HiddenTableSchema.of(leading),
        input.plan().stack().hidden().kept() ? HiddenTableSchema.of(leading) : null,
        model,
        settings);
  }

  @Override
  public boolean hasTokens() {
    return whole.schema().hasTokens();
  }

  @Override
  public void show(ShownSettings shown) {
    settings.show(shown, false);
  }

  @Override
  public List<String> wordsOf(String word) {
    return List.of(word);
  }

  @Override
  public List<ShownSentence> firstSentences(SparkSession spark, int most) {
    if (!hasTokens()) {
      return List.of();
    }
    Shown shown = new Shown(whole.schema(), shape().modelWidth(), null);
    return input.preview().shortRows().stream()
        .flatMap(row -> shown.of(row).stream())
        .limit(most)
        .toList();
  }

  @Override
  public ShownSentence sentenceWith(SparkSession spark, String word) {
    Shown shown = new Shown(whole.schema(), shape().modelWidth(), word);
    try {
      return ReaderBatch.during(
          spark,
          whole.files(),
          () ->
              whole.rows().toJavaRDD().flatMap(row -> shown.of(row).iterator()).take(1).stream()
                  .findFirst()
                  .orElse(null));
    } catch (Exception e) { // Spark throws checked exceptions that Scala does not declare
      throw ReadFailure.of(whole.source(), e);
    }
  }

  /** Converts rows to sentences to show. */
  private record Shown(CorpusSchema schema, int width, String word) implements Serializable {
    /** Returns the sentence of a row if it can be shown. */
    List<ShownSentence> of(RawRow row) {
      String[] tokens = row.strings(schema.tokensOrdinal());
      EmbeddingsCheck check =
          new EmbeddingsCheck(
              schema.sentence(),
              schema.tokensOrdinal(),
              schema.embeddingsOrdinal(),
              width,
              SHOWN_TOKENS,
              Kernels.get());
      Object wordIds = wordIds(row);
      if (tokens == null || check.inspect(row) != null || WordIds.unfit(tokens, wordIds) != null) {
        return List.of();
      }
      Words words = WordIds.of(tokens, wordIds);
      float[] embeddings = new float[check.tokens() * width];
      boolean fits =
          word == null ? ShownSentence.isShort(words) : ShownSentence.placeOf(words, word) >= 0;
      return fits && check.copy(row, embeddings, 0) == null
          ? List.of(ShownSentence.of(null, words, word, embeddings))
          : List.of();
    }

    private Object wordIds(RawRow row) {
      StructField field = schema.kept(SentencesTableSchema.WORD_IDS);
      return field != null && WordIds.areIn(field.dataType())
          ? row.integers(schema.keptOrdinal(field), WordIds.areWide(field.dataType()))
          : null;
    }
  }
}
