package io.corpusattention.report;

import java.util.List;

/**
 * Keywords and main sentences of documents.
 *
 * @param source where they are from, as a sentence
 * @param documents in the order in which they are shown
 */
public record Summaries(String source, List<Document> documents) {
  /**
   * A document.
   *
   * @param document its name
   * @param sentences how many it has
   * @param words keywords, the highest score first
   * @param phrases likewise
   * @param main sentences, the best first
   */
  public record Document(
      String document,
      long sentences,
      List<Keyword> words,
      List<Keyword> phrases,
      List<Sentence> main) {}

  /** A word or phrase with its score. */
  public record Keyword(String keyword, double score) {}

  /** A sentence, its id as text. */
  public record Sentence(String id, String text) {}
}
