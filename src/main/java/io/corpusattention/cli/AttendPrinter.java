package io.corpusattention.cli;

import io.corpusattention.attention.AttentionShape;
import io.corpusattention.job.attend.AttendPlan;
import io.corpusattention.job.attend.AttendResult;
import io.corpusattention.job.attend.SentenceLinks;
import io.corpusattention.job.run.Counts;
import io.corpusattention.job.run.Positions;
import io.corpusattention.table.RunFolder;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Shows a run of attend to a person: progress, what came out, or what would. */
final class AttendPrinter {
  private static final int MAX_TOKEN = 30;

  private final PrintWriter out;
  private final PrintWriter err;

  private final ProgressLine progress;

  AttendPrinter(PrintWriter out, PrintWriter err) {
    this.out = out;
    this.err = err;
    this.progress = new ProgressLine(err);
  }

  /** Shows how far the run is. */
  void progress(long sentences, OptionalLong of, long tokens, double seconds) {
    progress.show(sentences, of, tokens, seconds);
  }

  void endProgress() {
    progress.end();
  }

  /** What came out. */
  void result(AttendResult result, String output) {
    endProgress();
    Counts counts = result.counts();
    if (counts.written() == 0) {
      err.println(
          counts.read() == 0
              ? "warning: the input has no records; the table is empty"
              : "warning: all " + counts.read() + " records were rejected; the table is empty");
    }
    warnOfMask(result.unmasked(), err);
    out.printf(
        Locale.ROOT,
        "Sentences  %,d read, %,d written, %,d rejected%n",
        counts.read(),
        counts.written(),
        counts.rejected());
    out.printf(
        Locale.ROOT,
        "Tokens     %,d, in %,d %s%n",
        counts.tokens(),
        counts.rows(),
        counts.rows() == 1 ? "row" : "rows");
    out.printf(
        Locale.ROOT,
        "Time       %.1f s, %,.0f tokens/s%n",
        result.seconds(),
        counts.tokens() / result.seconds());
    if (result.randomWeights() != null) {
      out.println("Weights    random (" + result.randomWeights() + "), not trained");
    }
    positions(out, result.positions());
    out.println("Table      " + child(output, RunFolder.ATTENTION));
    rejected(out, counts, output);
    for (SentenceLinks sentence : result.links()) {
      out.println();
      out.println(
          "Heaviest links in \""
              + sentence.tokens().stream()
                  .map(AttendPrinter::shown)
                  .collect(Collectors.joining(" "))
              + "\"");
      for (SentenceLinks.Link link : sentence.links()) {
        out.printf(
            Locale.ROOT,
            "  %s -> %s  %.2f  (head %d)%n",
            shown(link.query()),
            shown(link.key()),
            link.weight(),
            link.head());
      }
    }
    out.flush();
  }

  /** Says where positions that the weights were trained with come from; else nothing. */
  static void positions(PrintWriter out, Positions positions) {
    if (positions != Positions.NONE) {
      out.println("Positions  " + shown(positions));
    }
  }

  private static String shown(Positions positions) {
    return positions == Positions.ADDED
        ? "sinusoidal, added to the embeddings as in training"
        : "sinusoidal, in the embeddings already";
  }

  /** Where the records are that were set aside, and why; nothing where there are none. */
  static void rejected(PrintWriter out, Counts counts, String output) {
    if (counts.rejected() > 0) {
      String reasons =
          counts.reasons().entrySet().stream()
              .map(entry -> entry.getValue() + " " + entry.getKey().label())
              .collect(Collectors.joining(", "));
      out.println("Rejected   " + child(output, RunFolder.REJECTED) + " (" + reasons + ")");
    }
  }

  /** A token as a terminal may show it: on one line, without control characters, not too long. */
  static String shown(String token) {
    return shown(token, MAX_TOKEN);
  }

  /** The same for other text, of at most so many characters. */
  static String shown(String text, int length) {
    String clean = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", "?");
    return clean.codePointCount(0, clean.length()) <= length
        ? clean
        : clean.substring(0, clean.offsetByCodePoints(0, length)) + "...";
  }

  /** A folder's or file's path within a folder that the user has named. */
  static String child(String folder, String name) {
    return folder.endsWith("/") ? folder + name : folder + "/" + name;
  }

  /** What would come out. */
  void plan(AttendPlan plan) {
    AttentionShape shape = plan.shape();
    warnOfMask(plan.unmasked(), err);
    out.println("Weights");
    out.printf(
        "  W_q %s, W_k %s, W_v %s%n",
        plan.weights().query().shape(),
        plan.weights().key().shape(),
        plan.weights().value().shape());
    out.printf(
        "  d_model %d, heads %d, kv-heads %d, d_k %d, d_v %d%n",
        shape.modelWidth(), shape.heads(), shape.kvHeads(), shape.keyWidth(), shape.valueWidth());
    if (plan.randomWeights() != null) {
      out.println("  random (" + plan.randomWeights() + "), not trained");
    }
    if (plan.positions() != Positions.NONE) {
      out.println("Positions");
      out.println("  " + shown(plan.positions()));
    }
    out.println("Options in force");
    plan.options()
        .forEach((name, value) -> out.printf("  %-18s %s%n", name, value == null ? "-" : value));
    out.println("Columns of the table");
    plan.columns().forEach((name, type) -> out.printf("  %-18s %s%n", name, type));
    out.println("Output, estimated before compression");
    if (plan.sampled() == 0) {
      out.println("  unknown: the first records do not tell");
    } else {
      out.printf(
          Locale.ROOT,
          "  %s a sentence, from the first %d, of %.1f tokens on average%n",
          bytes(plan.bytesPerSentence()),
          plan.sampled(),
          plan.meanTokens());
      if (plan.records().isPresent()) {
        out.printf(
            Locale.ROOT,
            "  %s for %,d sentences%n",
            bytes(plan.bytesPerSentence() * plan.records().getAsLong()),
            plan.records().getAsLong());
      }
      boolean self =
          plan.options().get("query") == null && plan.options().get("query-column") == null;
      out.println(
          self
              ? "  attention grows with heads · n², context with heads · d_v · n"
              : "  attention grows with heads · m · n, context with heads · d_v · m, for m queries");
    }
    out.flush();
  }

  private static void warnOfMask(boolean unmasked, PrintWriter err) {
    if (unmasked) {
      err.println(
          "warning: the model that the weights are from masks the keys after a query; for its own"
              + " attention add --mask causal");
    }
  }

  private static String bytes(double bytes) {
    String[] units = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    int unit = 0;
    double value = bytes;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return String.format(Locale.ROOT, unit == 0 ? "%.0f %s" : "%.1f %s", value, units[unit]);
  }
}
