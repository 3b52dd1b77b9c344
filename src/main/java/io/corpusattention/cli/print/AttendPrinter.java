package io.corpusattention.cli.print;

import io.corpusattention.attention.AttentionShape;
import io.corpusattention.corpus.files.RunLayout;
import io.corpusattention.job.attend.AttendPlan;
import io.corpusattention.job.attend.AttendResult;
import io.corpusattention.job.attend.ModelFacts;
import io.corpusattention.job.attend.SentenceLinks;
import io.corpusattention.job.attend.WordAttention;
import io.corpusattention.job.run.Counts;
import io.corpusattention.job.run.Positions;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.lang3.StringUtils;

/** Prints the results of attend, or the plan of a dry run. */
public final class AttendPrinter {
  /** The maximum number of characters of a sentence to print. */
  private static final int MAX_TEXT = 200;

  /** The maximum number of words of a sentence to print. */
  private static final int MAX_WORDS = 8;

  private final RunPrinter run;
  private final PrintWriter out;

  public AttendPrinter(RunPrinter run) {
    this.run = run;
    this.out = run.out();
  }

  /** Prints the results of a run. */
  public void result(AttendResult result, String output) {
    Counts counts = result.counts();
    run.warnOfEmptyTable(counts, "records");
    warnOfMask(result.unmasked());
    run.input(result.input());
    run.sentences(
        counts,
        RunPrinter.emptyLines(result.text().emptyLines())
            + RunPrinter.more(result.text().truncated(), "cut (column truncated)"));
    run.line(
        "Tokens",
        "%,d, in %s%s",
        counts.tokens(),
        RunPrinter.counted(counts.rows(), "row"),
        RunPrinter.more(result.text().unknown(), "unknown to the tokenizer"));
    run.time(result.seconds(), counts.tokens());
    if (result.model() != null) {
      run.line("Model", shown(result.model()));
    }
    run.randomWeights(result.randomWeights());
    run.positions(result.positions());
    for (String table : result.tables()) {
      run.line("Table", RunPrinter.child(output, table));
    }
    run.rejected(counts, output);
    if (result.tables().contains(RunLayout.ATTENTION) && counts.written() > 0) {
      run.next(NextStep.of("report").input(List.of(output)).outputBeside(output, "report.html"));
    }
    out.flush();
  }

  /** Prints the heaviest links of some sentences. */
  public void links(List<SentenceLinks> links) {
    for (SentenceLinks sentence : links) {
      run.heading(
          "Heaviest links in \""
              + sentence.tokens().stream().map(RunPrinter::shown).collect(Collectors.joining(" "))
              + "\"");
      for (SentenceLinks.Link link : sentence.links()) {
        out.printf(
            Locale.ROOT,
            "  %s -> %s  %.2f  (head %d)%n",
            RunPrinter.shown(link.query()),
            RunPrinter.shown(link.key()),
            link.weight(),
            link.head());
      }
    }
    out.flush();
  }

  /** Prints the words that receive the most attention in some sentences. */
  public void received(List<WordAttention> sentences) {
    for (WordAttention sentence : sentences) {
      run.heading(
          "Words that receive the most attention in \""
              + RunPrinter.shown(sentence.sentence(), MAX_TEXT)
              + "\", means over layers and heads");
      int width = width(sentence);
      shown(sentence)
          .forEach(
              link ->
                  out.printf(
                      Locale.ROOT, "  %s  %.3f%n", padded(link.word(), width), link.weight()));
      dots(sentence);
    }
    out.flush();
  }

  /**
   * Prints what a word attends to.
   *
   * @param cut the words that the model's tokenizer splits it into
   * @param found the attention of the word, or null if no sentence contains it
   */
  public void attended(String word, List<String> cut, WordAttention found) {
    if (found == null) {
      run.heading(
          "No sentence has the word \""
              + RunPrinter.shown(word)
              + "\""
              + (cut.size() < 2
                  ? ""
                  : "; the model's tokenizer makes several words of it, ask for one of "
                      + cut.stream().map(RunPrinter::shown).collect(Collectors.joining(" "))));
    } else {
      run.heading(
          "\""
              + RunPrinter.shown(word)
              + "\" in \""
              + RunPrinter.shown(found.sentence(), MAX_TEXT)
              + "\"");
      int width = width(found);
      shown(found)
          .forEach(
              link ->
                  out.printf(
                      Locale.ROOT,
                      "  %s  %.2f  (%d.%d)%n",
                      padded(link.word(), width),
                      link.weight(),
                      link.layer(),
                      link.head()));
      dots(found);
    }
    out.flush();
  }

  private static Stream<WordAttention.Link> shown(WordAttention sentence) {
    return sentence.links().stream().limit(MAX_WORDS);
  }

  /** Prints a line if there are more words than shown, or none. */
  private void dots(WordAttention sentence) {
    if (sentence.links().isEmpty()) {
      out.println("  (no other words)");
    }
    if (sentence.links().size() > MAX_WORDS) {
      out.println("  ...");
    }
  }

  private static int width(WordAttention sentence) {
    return shown(sentence).mapToInt(link -> RunPrinter.shown(link.word()).length()).max().orElse(0);
  }

  private static String padded(String word, int width) {
    return StringUtils.rightPad(RunPrinter.shown(word), width);
  }

  private static String shown(ModelFacts model) {
    return model.name()
        + " ("
        + model.family()
        + "), "
        + model.layers()
        + " layers of "
        + model.heads()
        + " heads"
        + (model.kept().isEmpty() || model.kept().size() == model.layers()
            ? ""
            : "; layers written: " + model.keptLayers())
        + (model.hidden() == null || model.hidden() == model.layers() - 1
            ? ""
            : "; hidden states of layer " + model.hidden());
  }

  /** Prints the plan of a dry run. */
  public void plan(AttendPlan plan) {
    AttentionShape shape = plan.shape();
    warnOfMask(plan.unmasked());
    if (plan.model() != null) {
      out.println("Model");
      out.println("  " + shown(plan.model()));
    } else {
      out.println("Weights");
      out.printf(
          "  W_q %s, W_k %s, W_v %s%n",
          plan.weights().query().shape(),
          plan.weights().key().shape(),
          plan.weights().value().shape());
    }
    out.printf(
        "  d_model %d, heads %d, kv-heads %d, d_k %d, d_v %d%n",
        shape.modelWidth(), shape.heads(), shape.kvHeads(), shape.keyWidth(), shape.valueWidth());
    if (plan.randomWeights() != null) {
      out.println("  " + RunPrinter.random(plan.randomWeights()));
    }
    if (plan.positions() != Positions.NONE) {
      out.println("Positions");
      out.println("  " + RunPrinter.shown(plan.positions()));
    }
    run.plan(plan.options(), plan.tables().values().iterator().next());
    if (plan.tables().size() > 1) {
      run.columns("Columns of the table hidden", plan.tables().get(RunLayout.HIDDEN));
    }
    out.println("Output, estimated before compression");
    if (plan.sampled() == 0) {
      out.println("  unknown: the first records have no tokens");
    } else {
      out.printf(
          Locale.ROOT,
          "  %s a sentence, from the first %d, of %.1f tokens on average%n",
          RunPrinter.bytes(plan.bytesPerSentence()),
          plan.sampled(),
          plan.meanTokens());
      if (plan.records().isPresent()) {
        out.printf(
            Locale.ROOT,
            "  %s for %,d sentences%n",
            RunPrinter.bytes(plan.bytesPerSentence() * plan.records().getAsLong()),
            plan.records().getAsLong());
      }
      boolean self =
          plan.options().get("query") == null && plan.options().get("query-column") == null;
      if (plan.tables().containsKey(RunLayout.HIDDEN)) {
        out.println("  a hidden state has d_model numbers");
      }
      if (!plan.tables().containsKey(RunLayout.ATTENTION)) {
        out.flush();
        return;
      }
      out.println(
          self
              ? "  attention grows with "
                  + (plan.model() == null ? "" : "layers · ")
                  + "heads · n², context with heads · d_v · n"
              : "  attention grows with heads · m · n, context with heads · d_v · m, for m queries");
    }
    out.flush();
  }

  private void warnOfMask(boolean unmasked) {
    if (unmasked) {
      run.warn(
          "the model that the weights are from masks the keys after a query; for its own"
              + " attention add --mask causal");
    }
  }
}
