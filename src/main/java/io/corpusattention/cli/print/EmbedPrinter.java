package io.corpusattention.cli.print;

import io.corpusattention.corpus.files.RunLayout;
import io.corpusattention.job.embed.EmbedPlan;
import io.corpusattention.job.embed.EmbedResult;
import io.corpusattention.job.embed.EmbedSettings;
import io.corpusattention.job.embed.EmbedderKind;
import io.corpusattention.job.run.Counts;
import io.corpusattention.learning.LearningSettings;
import io.corpusattention.text.UnknownWords;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Prints the results of embed, or the plan of a dry run. */
public final class EmbedPrinter {
  /** A share of unknown tokens that is large enough to distort all later results. */
  private static final double MANY_UNKNOWN = 0.05;

  /** With fewer sentences, the default --batch of train is too large. */
  private static final int FEW_SENTENCES = 2 * LearningSettings.BATCH;

  private final RunPrinter run;
  private final PrintWriter out;

  public EmbedPrinter(RunPrinter run) {
    this.run = run;
    this.out = run.out();
  }

  /** Prints the results of a run. */
  public void result(EmbedResult result, EmbedSettings settings) {
    Counts counts = result.counts();
    run.warnOfEmptyTable(counts, "sentences");
    run.input(result.input());
    run.sentences(
        counts,
        RunPrinter.emptyLines(result.emptyLines())
            + RunPrinter.more(result.truncated(), "cut (column truncated)"));
    run.line(
        "Tokens",
        "%,d; %,d unknown in the text (%.1f%%)",
        counts.tokens(),
        result.unknown(),
        100 * result.unknownShare());
    if (!result.unknownWords().isEmpty()) {
      run.line("Unknown", unknown(result.unknownWords()));
    }
    if (result.unknownShare() > MANY_UNKNOWN
        && settings.embedder().model() == null
        && settings.embedder().unknownWords() == UnknownWords.ZERO) {
      run.warn(
          String.format(
              Locale.ROOT,
              "%.0f%% of the tokens have no vector and get zeros, so that all of them look alike"
                  + " to attention; --unknown drop leaves them out%s",
              100 * result.unknownShare(),
              settings.embedder().kind() == EmbedderKind.WORD2VEC
                  ? ", a lower --min-count learns more words"
                  : ""));
    }
    run.line("Embeddings", result.embedder() + "; d_model " + result.width());
    if (result.savedVectors() != null) {
      run.line("Vectors", result.savedVectors() + " (for --vectors)");
    }
    run.time(result.seconds(), counts.tokens());
    run.line("Table", RunPrinter.child(settings.output().folder(), RunLayout.SENTENCES));
    run.rejected(counts, settings.output().folder());
    run.next(next(settings, counts.written()));
    out.flush();
  }

  private static String unknown(Map<String, Long> words) {
    return words.entrySet().stream()
        .map(word -> RunPrinter.shown(word.getKey()) + " (" + word.getValue() + ")")
        .collect(Collectors.joining(", "));
  }

  private static NextStep next(EmbedSettings settings, long written) {
    String folder = settings.output().folder();
    String model = settings.embedder().model();
    return model == null
        ? NextStep.of("train")
            .input(List.of(folder))
            .withIf("batch", written < FEW_SENTENCES ? Math.max(1, Math.min(8, written / 2)) : null)
            .outputBeside(folder, "weights")
        : NextStep.of("attend")
            .with("model", model)
            .input(List.of(folder))
            .outputBeside(folder, "attention");
  }

  /** Prints the plan of a dry run. */
  public void plan(EmbedPlan plan) {
    out.println("Input");
    out.println("  " + RunPrinter.shown(plan.input()));
    out.println("Embeddings");
    out.println("  " + plan.embedder());
    out.printf(Locale.ROOT, "  d_model %d: %,d bytes a token%n", plan.width(), 4L * plan.width());
    if (plan.maxTokens() < Integer.MAX_VALUE) {
      out.printf(Locale.ROOT, "  sentences of more than %,d tokens are cut%n", plan.maxTokens());
    }
    run.plan(plan.options(), plan.columns());
    out.flush();
  }
}
