package io.corpusattention.cli;

import io.corpusattention.job.run.Counts;
import io.corpusattention.job.summarize.SummarizeResult;
import io.corpusattention.job.summarize.SummarizeSettings;
import io.corpusattention.table.RunFolder;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Shows a run of summarize to a person: what came out. */
final class SummarizePrinter {
  /** Words of a long sentence that are shown. */
  private static final int SHOWN_WORDS = 25;

  /** Characters that are shown of a document's name, or of a phrase. */
  private static final int SHOWN_TEXT = 120;

  private final PrintWriter out;
  private final PrintWriter err;

  SummarizePrinter(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  /** What came out. */
  void result(SummarizeResult result, SummarizeSettings settings) {
    Counts counts = result.counts();
    if (counts.written() == 0) {
      err.println(
          counts.read() == 0
              ? "warning: the input has no sentences; the table is empty"
              : "warning: all " + counts.read() + " sentences were rejected; the table is empty");
    }
    out.printf(
        Locale.ROOT,
        "Sentences  %,d read, %,d written, %,d rejected%n",
        counts.read(),
        counts.written(),
        counts.rejected());
    out.printf(
        Locale.ROOT,
        "Words      %,d kept, of %,d tokens%s%n",
        result.words(),
        counts.tokens(),
        result.empty() == 0
            ? ""
            : String.format(
                Locale.ROOT,
                "; %,d %s nothing but stop words and punctuation",
                result.empty(),
                result.empty() == 1 ? "sentence has" : "sentences have"));
    SummarizeResult.Documents documents = result.documents();
    if (documents != null) {
      out.printf(
          Locale.ROOT,
          "Documents  %,d, with %,d keywords and phrases%n",
          documents.documents(),
          documents.keywords());
    }
    out.printf(
        Locale.ROOT,
        "Time       %.1f s, %,.0f tokens/s%n",
        result.seconds(),
        counts.tokens() / result.seconds());
    if (result.randomWeights() != null) {
      out.println("Weights    random (" + result.randomWeights() + "), not trained");
    }
    String output = settings.output().folder();
    if (documents == null) {
      out.println("Table      " + AttendPrinter.child(output, RunFolder.SUMMARIES));
    } else {
      out.println(
          "Tables     "
              + List.of(RunFolder.SUMMARIES, RunFolder.KEYWORDS, RunFolder.DOCUMENTS).stream()
                  .map(table -> AttendPrinter.child(output, table))
                  .collect(Collectors.joining(", ")));
    }
    AttendPrinter.rejected(out, counts, output);
    examples(result.examples());
    if (documents != null && documents.first() != null) {
      out.println();
      out.println(
          "Keywords of document " + AttendPrinter.shown(documents.first().toString(), SHOWN_TEXT));
      out.println("  " + list(documents.words()));
      if (!documents.phrases().isEmpty()) {
        out.println("Phrases");
        out.println("  " + list(documents.phrases()));
      }
    }
    out.flush();
  }

  private void examples(List<SummarizeResult.Example> examples) {
    if (!examples.isEmpty()) {
      out.println();
      out.println("Kept [words] of the first sentences");
      examples.forEach(example -> out.println("  " + marked(example)));
    }
  }

  /** A sentence with brackets around what was kept. */
  private static String marked(SummarizeResult.Example example) {
    StringBuilder text = new StringBuilder();
    int words = Math.min(SHOWN_WORDS, example.words().size());
    for (int i = 0; i < words; i++) {
      String word = AttendPrinter.shown(example.words().get(i));
      text.append(i == 0 ? "" : " ").append(example.kept().get(i) ? "[" + word + "]" : word);
    }
    return text + (words < example.words().size() ? " ..." : "");
  }

  private static String list(List<String> keywords) {
    return keywords.isEmpty()
        ? "none"
        : keywords.stream()
            .map(keyword -> AttendPrinter.shown(keyword, SHOWN_TEXT))
            .collect(Collectors.joining(", "));
  }
}
