package io.corpusattention.analysis.relation;

import io.corpusattention.attention.Setting;
import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/**
 * Counts over the sentences of a corpus or of a part of it: the words of each relation, and the
 * words found by each head in each {@link Direction}. The counts are integers, so parts add up to
 * the same in any order.
 */
public final class RelationSums implements Serializable {
  private static final long serialVersionUID = 1;

  /**
   * The maximum number of different relations. Annotation schemes have a few dozen, so a column
   * with more values does not hold relations.
   */
  private static final int MOST = 1000;

  private final int heads; // of all layers
  private final Map<String, OfRelation> relations = new TreeMap<>();
  private long sentences;
  private long cut;
  private long withoutPieces;

  /**
   * @param heads the number of heads of all layers
   */
  public RelationSums(int heads) {
    this.heads = heads;
  }

  /** The counts of a relation, summed over sentences. */
  static final class OfRelation implements Serializable {
    private static final long serialVersionUID = 1;

    long words;
    long wordSquares;
    long sentences;
    final long[] hits; // [directions, heads]
    final long[] hitSquares;
    final long[] hitWords; // hits times words
    final Map<Integer, Long> offsets = new TreeMap<>(); // offset from a word to its governor: count

    OfRelation(int heads) {
      int size = Direction.values().length * heads;
      hits = new long[size];
      hitSquares = new long[size];
      hitWords = new long[size];
    }

    private void add(OfRelation other) {
      words += other.words;
      wordSquares += other.wordSquares;
      sentences += other.sentences;
      for (int i = 0; i < hits.length; i++) {
        hits[i] += other.hits[i];
        hitSquares[i] += other.hitSquares[i];
        hitWords[i] += other.hitWords[i];
      }
      other.offsets.forEach((offset, count) -> offsets.merge(offset, count, Long::sum));
    }
  }

  /** The counts of one sentence, which is added to the sums as a whole. */
  final class Sentence {
    private final Syntax syntax;
    private final Map<String, OfRelation> found = new TreeMap<>();

    private Sentence(Syntax syntax) {
      this.syntax = syntax;
      for (int word = 0; word < syntax.heads().length; word++) {
        if (syntax.counts(word)) {
          OfRelation of =
              found.computeIfAbsent(syntax.relations()[word], name -> new OfRelation(heads));
          of.words++;
          of.offsets.merge(syntax.governor(word) - word, 1L, Long::sum);
        }
      }
    }

    /** Counts a word that a head finds. Heads are numbered through all layers. */
    void hit(int word, Direction direction, int head) {
      found.get(syntax.relations()[word]).hits[direction.ordinal() * heads + head]++;
    }
  }

  /**
   * Returns whether a sentence can be measured. If it is cut or has a word without a token, counts
   * it as left out.
   *
   * @param syntax the syntax of the sentence, or null for none
   * @param words the number of words that have a token
   */
  boolean takes(Syntax syntax, int words) {
    if (syntax == null) {
      return false;
    }
    if (syntax.cut()) {
      cut++;
    } else if (syntax.heads().length != words) {
      withoutPieces++;
    }
    return syntax.fits(words);
  }

  Sentence newSentence(Syntax syntax) {
    return new Sentence(syntax);
  }

  void add(Sentence sentence) {
    sentences++;
    sentence.found.forEach(
        (name, of) -> {
          of.sentences = 1;
          of.wordSquares = of.words * of.words;
          for (int i = 0; i < of.hits.length; i++) {
            of.hitSquares[i] = of.hits[i] * of.hits[i];
            of.hitWords[i] = of.hits[i] * of.words;
          }
          add(name, of);
        });
  }

  private void add(String name, OfRelation of) {
    relations.computeIfAbsent(name, any -> new OfRelation(heads)).add(of);
    if (relations.size() > MOST) {
      throw Setting.INPUT
          .given()
          .bad(
              "its column relations has more than "
                  + MOST
                  + " different values; it must hold names of syntactic relations, such as nsubj");
    }
  }

  /** Adds another part of the corpus. */
  public RelationSums add(RelationSums part) {
    part.relations.forEach(this::add);
    sentences += part.sentences;
    cut += part.cut;
    withoutPieces += part.withoutPieces;
    return this;
  }

  Map<String, OfRelation> relations() {
    return relations;
  }

  int heads() {
    return heads;
  }

  /** Returns the number of sentences measured. */
  long sentences() {
    return sentences;
  }

  /** Returns the number of sentences left out because words at their end may be missing. */
  long cut() {
    return cut;
  }

  /** Returns the number of sentences left out because a word has no token. */
  long withoutPieces() {
    return withoutPieces;
  }
}
