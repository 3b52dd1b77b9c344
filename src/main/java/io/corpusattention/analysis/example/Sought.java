package io.corpusattention.analysis.example;

import io.corpusattention.analysis.CorpusFindings;
import io.corpusattention.analysis.relation.RelationFindings;
import io.corpusattention.analysis.word.ReceivingWord;
import io.corpusattention.analysis.word.WordLink;
import java.io.Serializable;
import java.util.List;

/**
 * The figures to find examples for. They are numbered from 0: links, then words, then relations.
 *
 * @param relations the relations, each with the head whose attention to use
 */
public record Sought(
    List<WordLink> links, List<ReceivingWord> words, List<RelationFindings.Row> relations)
    implements Serializable {
  /** Returns all links and words of the findings, and the best head of each frequent relation. */
  public static Sought of(CorpusFindings findings) {
    return new Sought(
        findings.words().links(), findings.words().words(), findings.relations().best());
  }

  /** Returns whether there is nothing to look for. */
  public boolean isEmpty() {
    return links.isEmpty() && words.isEmpty() && relations.isEmpty();
  }

  /** Returns the number of the first word. */
  public int firstWord() {
    return links.size();
  }

  /** Returns the number of the first relation. */
  public int firstRelation() {
    return links.size() + words.size();
  }
}
