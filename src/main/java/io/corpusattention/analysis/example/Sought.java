package io.corpusattention.analysis.example;

import io.corpusattention.analysis.CorpusFindings;
import io.corpusattention.analysis.relation.RelationFindings;
import io.corpusattention.analysis.word.ReceivingWord;
import io.corpusattention.analysis.word.WordLink;
import java.io.Serializable;
import java.util.List;

/**
 * The figures for which examples are sought, numbered in this order.
 *
 * @param relations each with the head at which it is looked at
 */
public record Sought(
    List<WordLink> links, List<ReceivingWord> words, List<RelationFindings.Row> relations)
    implements Serializable {
  /** All links and words that are told, and the best head of each frequent relation. */
  public static Sought of(CorpusFindings findings) {
    return new Sought(
        findings.words().links(), findings.words().words(), findings.relations().best());
  }

  /** Whether there is nothing to look for. */
  public boolean isEmpty() {
    return links.isEmpty() && words.isEmpty() && relations.isEmpty();
  }

  /** The number of the first word. */
  public int firstWord() {
    return links.size();
  }

  /** The number of the first relation. */
  public int firstRelation() {
    return links.size() + words.size();
  }
}
