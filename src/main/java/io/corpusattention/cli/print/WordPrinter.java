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
import org.apache.commons.lang3.StringUtils;

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
        "For each relation of "
            + RelationFindings.FREQUENT
            + " words or more, the head that finds most of them");
    out.println("(share and 95% interval), and the best fixed offset (share)");
    for (RelationFindings.Row row : best) {
      out.printf(
          Locale.ROOT,
          "  %-12s %-13s %,7d words  %-5s %.3f (%.3f-%.3f)  %+d %.3f%n",
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
          "No word occurs %s, so there are no links between words; lower --min-count.%n",
          RunPrinter.counted(settings.minCount(), "time"));
      return;
    }
    List<WordLink> links = result.findings().words().links();
    if (!links.isEmpty()) {
      out.println(
          "Strongest links, of words that met "
              + RunPrinter.counted(settings.minCount(), "time")
              + " or more");
      List<WordLink> shown = links.subList(0, Math.min(SHOWN, links.size()));
      int width = shown.stream().mapToInt(link -> linked(link).length()).max().orElse(0);
      for (WordLink link : shown) {
        out.printf(
            Locale.ROOT,
            "  %s  %.3f  (met %s)%n",
            StringUtils.rightPad(linked(link), width),
            link.weight(),
            RunPrinter.counted(link.meetings(), "time"));
      }
      out.println();
    }
    List<ReceivingWord> words = result.findings().words().words();
    out.println(
        "Words that receive the most attention"
            + (result.selfAttention() ? "; an average token receives 1" : ""));
    List<ReceivingWord> shown = words.subList(0, Math.min(SHOWN, words.size()));
    int width =
        shown.stream().mapToInt(word -> RunPrinter.shown(word.word()).length()).max().orElse(0);
    for (ReceivingWord word : shown) {
      out.printf(
          Locale.ROOT,
          "  %s  %5.2f  (%s)%n",
          StringUtils.rightPad(RunPrinter.shown(word.word()), width),
          word.received(),
          RunPrinter.counted(word.occurrences(), "time"));
    }
    examples(result.examples());
  }

  private static String linked(WordLink link) {
    return RunPrinter.shown(link.queryWord()) + " -> " + RunPrinter.shown(link.keyWord());
  }

  private void examples(boolean there) {
    if (there) {
      out.println("  " + RunLayout.EXAMPLES + "/ has the sentences behind these figures");
    }
  }
}
