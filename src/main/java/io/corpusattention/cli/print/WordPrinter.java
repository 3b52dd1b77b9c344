package io.corpusattention.cli.print;

import io.corpusattention.analysis.relation.RelationFindings;
import io.corpusattention.analysis.word.ReceivingWord;
import io.corpusattention.analysis.word.WordLink;
import io.corpusattention.corpus.files.RunLayout;
import io.corpusattention.job.analyze.AnalyzeResult;
import io.corpusattention.job.analyze.AnalyzeSettings;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/**
 * Prints the results of analyze for words: relations, links, and the attention that words receive.
 */
public final class WordPrinter {
  /** The maximum number of links and of words to print. */
  private static final int SHOWN = 8;

  private final PrintWriter out;

  WordPrinter(PrintWriter out) {
    this.out = out;
  }

  /** Prints the results of a run. */
  void result(AnalyzeResult result, AnalyzeSettings settings) {
    relations(result.findings().relations(), result.examples());
    words(result, settings);
  }

  private void relations(RelationFindings found, boolean examples) {
    if (found.sentences() + found.cut() + found.withoutPieces() == 0) {
      return;
    }
    out.println();
    out.printf(
        Locale.ROOT,
        "Relations, of %,d sentences%s%s%n",
        found.sentences(),
        found.cut() == 0 ? "" : String.format(Locale.ROOT, "; %,d were cut", found.cut()),
        found.withoutPieces() == 0
            ? ""
            : String.format(
                Locale.ROOT, "; %,d have a word without a piece", found.withoutPieces()));
    List<RelationFindings.Row> best = found.best();
    if (best.isEmpty()) {
      out.println("  none has " + RelationFindings.FREQUENT + " words");
      return;
    }
    out.println(
        "The head that finds most words of each relation of "
            + RelationFindings.FREQUENT
            + " words and more; the best fixed offset");
    for (RelationFindings.Row row : best) {
      out.printf(
          Locale.ROOT,
          "  %-14s %-13s %,7d words  head %-5s %.3f (%.3f to %.3f)   offset %+d %.3f%n",
          RunPrinter.shown(row.relation()),
          row.direction().id(),
          row.words(),
          AnalyzePrinter.name(row.layer(), row.head()),
          row.share(),
          row.low(),
          row.high(),
          row.offset(),
          row.offsetShare());
    }
    examples(examples);
  }

  private void words(AnalyzeResult result, AnalyzeSettings settings) {
    out.println();
    if (!result.tokens()) {
      out.println("The input has no tokens, so there are no links between words.");
      return;
    }
    if (result.frequentWords() == 0) {
      out.printf(
          Locale.ROOT,
          "No word occurs %,d times, so there are no links between words; lower --min-count.%n",
          settings.minCount());
      return;
    }
    List<WordLink> links = result.findings().words().links();
    if (!links.isEmpty()) {
      out.println("Strongest links, of words that met " + settings.minCount() + " times and more");
      for (WordLink link : links.subList(0, Math.min(SHOWN, links.size()))) {
        out.printf(
            Locale.ROOT,
            "  %s -> %s  %.3f  (met %,d times)%n",
            RunPrinter.shown(link.queryWord()),
            RunPrinter.shown(link.keyWord()),
            link.weight(),
            link.meetings());
      }
      out.println();
    }
    List<ReceivingWord> words = result.findings().words().words();
    out.println(
        "Words that receive most"
            + (result.selfAttention() ? "; an average token receives 1" : ""));
    for (ReceivingWord word : words.subList(0, Math.min(SHOWN, words.size()))) {
      out.printf(
          Locale.ROOT,
          "  %s  %.2f  (%,d times)%n",
          RunPrinter.shown(word.word()),
          word.received(),
          word.occurrences());
    }
    examples(result.examples());
  }

  private void examples(boolean there) {
    if (there) {
      out.println("  " + RunLayout.EXAMPLES + "/ has the sentences behind these figures");
    }
  }
}
