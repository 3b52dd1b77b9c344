package io.corpusattention.cli.print;

import io.corpusattention.corpus.files.RunLayout;
import io.corpusattention.job.run.Counts;
import io.corpusattention.job.summarize.SummarizeResult;
import io.corpusattention.job.summarize.SummarizeSettings;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Prints the results of summarize. */
public final class SummarizePrinter {
  /** The maximum number of words of a sentence to print. */
  private static final int SHOWN_WORDS = 25;

  /** The maximum number of characters of a document's name or of a phrase to print. */
  private static final int SHOWN_TEXT = 120;

  private final RunPrinter run;
  private final PrintWriter out;

  public SummarizePrinter(RunPrinter run) {
    this.run = run;
    this.out = run.out();
  }

  /** Prints the results of a run. */
  public void result(SummarizeResult result, SummarizeSettings settings) {
    Counts counts = result.counts();
    run.warnOfEmptyTable(counts, "sentences");
    run.input(result.input());
    run.sentences(counts, "");
    run.line(
        "Words",
        "%,d kept, of %,d tokens%s",
        result.words(),
        counts.tokens(),
        empty(result.empty()));
    noChoice(result);
    SummarizeResult.Documents documents = result.documents();
    if (documents != null) {
      run.line(
          "Documents",
          "%,d, with %,d keywords and phrases",
          documents.documents(),
          documents.keywords());
    }
    run.time(result.seconds(), counts.tokens());
    run.randomWeights(result.randomWeights());
    String output = settings.output().folder();
    if (documents == null) {
      run.line("Table", RunPrinter.child(output, RunLayout.SUMMARIES));
    } else {
      run.line(
          "Tables",
          Stream.of(RunLayout.SUMMARIES, RunLayout.KEYWORDS, RunLayout.DOCUMENTS)
              .map(table -> RunPrinter.child(output, table))
              .collect(Collectors.joining(", ")));
    }
    run.rejected(counts, output);
    run.next(
        NextStep.of("report")
            .input(settings.inputs())
            .with("summaries", output)
            .outputBeside(output, "report.html"));
    examples(result.examples());
    if (documents != null && documents.first() != null) {
      out.println();
      out.println(
          "Keywords of document " + RunPrinter.shown(documents.first().toString(), SHOWN_TEXT));
      out.println("  " + list(documents.words()));
      if (!documents.phrases().isEmpty()) {
        out.println("Phrases");
        out.println("  " + list(documents.phrases()));
      }
    }
    out.flush();
  }

  /** Prints the number of sentences whose summary does not depend on attention. */
  private void noChoice(SummarizeResult result) {
    if (result.noChoice() > 0) {
      run.line(
          "No choice",
          "%,d of %,d sentences: %s more words than the budget keeps",
          result.noChoice(),
          result.counts().written(),
          result.stopList() ? "the stop list left no" : "they have no");
    }
  }

  private static String empty(long sentences) {
    return sentences == 0
        ? ""
        : String.format(
            Locale.ROOT,
            "; %,d %s nothing but stop words and punctuation",
            sentences,
            sentences == 1 ? "sentence has" : "sentences have");
  }

  private void examples(List<SummarizeResult.Example> examples) {
    if (!examples.isEmpty()) {
      out.println();
      out.println("Kept [words] of the first sentences");
      examples.forEach(example -> out.println("  " + marked(example)));
    }
  }

  /** Returns a sentence with brackets around the words that were kept. */
  private static String marked(SummarizeResult.Example example) {
    StringBuilder text = new StringBuilder();
    int words = Math.min(SHOWN_WORDS, example.words().size());
    for (int i = 0; i < words; i++) {
      String word = RunPrinter.shown(example.words().get(i));
      text.append(i == 0 ? "" : " ").append(example.kept().get(i) ? "[" + word + "]" : word);
    }
    return text + (words < example.words().size() ? " ..." : "");
  }

  private static String list(List<String> keywords) {
    return keywords.isEmpty()
        ? "none"
        : keywords.stream()
            .map(keyword -> RunPrinter.shown(keyword, SHOWN_TEXT))
            .collect(Collectors.joining(", "));
  }
}
