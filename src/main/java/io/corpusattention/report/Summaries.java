package io.corpusattention.report;

import java.util.List;

/**
 * Keywords and main sentences of documents.
 *
 * @param source where they come from, as a sentence
 * @param documents the documents, in the order to show them
 */
public record Summaries(String source, List<Document> documents) {
  /**
   * A document.
   *
   * @param document its name
   * @param sentences its number of sentences
   * @param words keywords, the highest score first
   * @param phrases key phrases, the highest score first
   * @param main the main sentences, the best first
   */
  public record Document(
      String document,
      long sentences,
      List<Keyword> words,
      List<Keyword> phrases,
      List<Sentence> main) {}

  /** A word or phrase with its score. */
  public record Keyword(String keyword, double score) {}

  /** A sentence, with its id as text. */
  public record Sentence(String id, String text) {}
}
