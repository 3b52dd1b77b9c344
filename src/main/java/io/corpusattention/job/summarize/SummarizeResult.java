package io.corpusattention.job.summarize;

import io.corpusattention.corpus.files.InputFiles;
import io.corpusattention.job.run.Counts;
import java.util.List;

/**
 * The result of a summarize run.
 *
 * @param words number of words in the summaries
 * @param empty number of sentences with only stop words and punctuation, whose summaries are empty
 * @param noChoice number of sentences that have no more content words than may be kept
 * @param stopList whether there are stop words
 * @param documents null if there are no documents
 * @param randomWeights the source of the random weights behind the attention; null if they are not
 *     random
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
   * @param words the words without special tokens
   * @param kept whether the summary has each word
   */
  public record Example(List<String> words, List<Boolean> kept) {}

  /**
   * The figures of the documents, and the first document as an example.
   *
   * @param first the first document; null if there is none
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
