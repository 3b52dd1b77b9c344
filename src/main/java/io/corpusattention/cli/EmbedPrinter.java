package io.corpusattention.cli;

import io.corpusattention.job.embed.EmbedPlan;
import io.corpusattention.job.embed.EmbedResult;
import io.corpusattention.job.embed.EmbedSettings;
import io.corpusattention.job.embed.EmbedderKind;
import io.corpusattention.job.run.Counts;
import io.corpusattention.table.RunFolder;
import io.corpusattention.text.UnknownWords;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Shows a run of embed to a person: what came out, or what would. */
final class EmbedPrinter {
  /** A share of unknown tokens that shows in every figure that follows. */
  private static final double MANY_UNKNOWN = 0.05;

  private final PrintWriter out;
  private final PrintWriter err;

  EmbedPrinter(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
  }

  /** What came out. */
  void result(EmbedResult result, EmbedSettings settings) {
    Counts counts = result.counts();
    if (counts.written() == 0) {
      err.println(
          counts.read() == 0
              ? "warning: the input has no sentences; the table is empty"
              : "warning: all " + counts.read() + " sentences were rejected; the table is empty");
    }
    out.printf(
        Locale.ROOT,
        "Sentences  %,d read, %,d written, %,d rejected%s%s%n",
        counts.read(),
        counts.written(),
        counts.rejected(),
        result.emptyLines() == 0
            ? ""
            : String.format(Locale.ROOT, "; %,d empty lines", result.emptyLines()),
        result.truncated() == 0
            ? ""
            : String.format(Locale.ROOT, "; %,d cut (column truncated)", result.truncated()));
    out.printf(
        Locale.ROOT,
        "Tokens     %,d, and %,d of the text unknown (%.1f %%)%n",
        counts.tokens(),
        result.unknown(),
        100 * result.unknownShare());
    if (!result.unknownWords().isEmpty()) {
      out.println("Unknown    " + unknown(result.unknownWords()));
    }
    if (result.unknownShare() > MANY_UNKNOWN
        && settings.embedder().model() == null
        && settings.embedder().unknownWords() == UnknownWords.ZERO) {
      err.printf(
          Locale.ROOT,
          "warning: %.0f %% of the tokens have no vector and get zeros, so that all of them look alike"
              + " to attention; --unknown drop leaves them out%s%n",
          100 * result.unknownShare(),
          settings.embedder().kind() == EmbedderKind.WORD2VEC
              ? ", a lower --min-count learns more words"
              : "");
    }
    out.printf("Embeddings %s; d_model %d%n", result.embedder(), result.width());
    if (result.savedVectors() != null) {
      out.println("Vectors    " + result.savedVectors() + " (for --vectors)");
    }
    out.printf(
        Locale.ROOT,
        "Time       %.1f s, %,.0f tokens/s%n",
        result.seconds(),
        counts.tokens() / result.seconds());
    out.println(
        "Table      " + AttendPrinter.child(settings.output().folder(), RunFolder.SENTENCES));
    AttendPrinter.rejected(out, counts, settings.output().folder());
    out.println("Next       " + next(result, settings));
    out.flush();
  }

  private static String unknown(Map<String, Long> words) {
    return words.entrySet().stream()
        .map(word -> AttendPrinter.shown(word.getKey()) + " (" + word.getValue() + ")")
        .collect(Collectors.joining(", "));
  }

  private static String next(EmbedResult result, EmbedSettings settings) {
    String model = settings.embedder().model();
    return "jobs/attend --input "
        + settings.output().folder()
        + (model != null
            ? " --weights " + model + " --layer 0 --keep word_ids --output FOLDER"
            : " --weights WEIGHTS --output FOLDER  (weights for d_model "
                + result.width()
                + "; xavier:1 are random ones)");
  }

  /** What would come out. */
  void plan(EmbedPlan plan) {
    out.printf("Input%n  %,d %s%n", plan.files(), plan.files() == 1 ? "file" : "files");
    out.println("Embeddings");
    out.println("  " + plan.embedder());
    out.printf(Locale.ROOT, "  d_model %d: %,d bytes a token%n", plan.width(), 4L * plan.width());
    if (plan.maxTokens() < Integer.MAX_VALUE) {
      out.printf(Locale.ROOT, "  sentences of more than %,d tokens are cut%n", plan.maxTokens());
    }
    out.println("Options in force");
    plan.options()
        .forEach((name, value) -> out.printf("  %-18s %s%n", name, value == null ? "-" : value));
    out.println("Columns of the table");
    plan.columns().forEach((name, type) -> out.printf("  %-18s %s%n", name, type));
    out.flush();
  }
}
