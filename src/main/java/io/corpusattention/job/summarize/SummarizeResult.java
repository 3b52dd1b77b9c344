package io.corpusattention.job.summarize;

import io.corpusattention.corpus.files.InputFiles;
import io.corpusattention.job.run.Counts;
import java.util.List;

/**
 * What a run of summarize came to.
 *
 * @param words of the summaries
 * @param empty sentences of no word but stop words and punctuation, whose summaries are empty
 * @param noChoice sentences of no more content words than may be kept
 * @param stopList whether there are stop words
 * @param documents null where there are none
 * @param randomWeights what made the attention's weights, where they are random; else null
 */
public record SummarizeResult(
    InputFiles input,
    Counts counts,
    long words,
    long empty,
    long noChoice,
    boolean stopList,
    List<Example> examples,
    Documents documents,
    String randomWeights,
    double seconds) {
  /**
   * One of the first sentences.
   *
   * @param words without special tokens
   * @param kept for each of them whether its summary has it
   */
  public record Example(List<String> words, List<Boolean> kept) {}

  /**
   * What came of the documents.
   *
   * @param first the first one; null where there is none
   * @param words its keywords, best first
   * @param phrases its phrases, best first
   */
  public record Documents(
      long documents, long keywords, Object first, List<String> words, List<String> phrases) {}

  static SummarizeResult of(
      InputFiles input,
      SummarizeTally tally,
      boolean stopList,
      boolean documents,
      String randomWeights,
      double seconds) {
    return new SummarizeResult(
        input,
        tally.counts(),
        tally.words(),
        tally.empty(),
        tally.noChoice(),
        stopList,
        tally.examples().list().stream()
            .map(example -> new Example(example.words(), example.kept()))
            .toList(),
        documents ? documents(tally) : null,
        randomWeights,
        seconds);
  }

  private static Documents documents(SummarizeTally tally) {
    SummarizeTally.DocumentExample first = tally.example();
    return new Documents(
        tally.documents(),
        tally.keywords(),
        first == null ? null : first.document(),
        first == null ? List.of() : first.words(),
        first == null ? List.of() : first.phrases());
  }
}
