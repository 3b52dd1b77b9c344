package io.corpusattention.cli.print;

import io.corpusattention.analysis.CorpusFindings;
import io.corpusattention.analysis.Estimate;
import io.corpusattention.analysis.Statistic;
import io.corpusattention.corpus.files.RunLayout;
import io.corpusattention.job.analyze.AnalyzeResult;
import io.corpusattention.job.analyze.AnalyzeSettings;
import io.corpusattention.job.run.Counts;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Prints the results of analyze. */
public final class AnalyzePrinter {
  private static final String MIXING = Statistic.MIXING_RATIO.id();

  /** The maximum number of heads that are printed one by one. */
  private static final int SHOWN_HEADS = 24;

  /** The maximum number of heads that are printed for each label. */
  private static final int SHOWN_LABELLED = 12;

  /** The columns of the table of heads, narrow enough for a terminal. */
  private static final Map<Statistic, String> COLUMNS = new LinkedHashMap<>();

  static {
    COLUMNS.put(Statistic.ENTROPY, "entropy");
    COLUMNS.put(Statistic.NORMALIZED_ENTROPY, "/ln n");
    COLUMNS.put(Statistic.DISTANCE, "dist");
    COLUMNS.put(Statistic.SHARE_PREVIOUS, "prev");
    COLUMNS.put(Statistic.SHARE_SELF, "self");
    COLUMNS.put(Statistic.SHARE_NEXT, "next");
    COLUMNS.put(Statistic.SHARE_FIRST, "first");
    COLUMNS.put(Statistic.SHARE_LAST, "last");
    COLUMNS.put(Statistic.SHARE_SPECIAL, "spec");
    COLUMNS.put(Statistic.SHARE_PUNCTUATION, "punct");
    COLUMNS.put(Statistic.LARGEST_WEIGHT, "max");
    COLUMNS.put(Statistic.TOKENS_HOLDING_95, "95%");
  }

  /** The number of sentences of a table for a report. */
  private static final int FOR_REPORT = 1000;

  private final RunPrinter run;
  private final PrintWriter out;

  public AnalyzePrinter(RunPrinter run) {
    this.run = run;
    this.out = run.out();
  }

  /** Prints the results of a run. */
  public void result(AnalyzeResult result, AnalyzeSettings settings) {
    Counts counts = result.counts();
    CorpusFindings findings = result.findings();
    if (counts.written() == 0) {
      run.warn(
          counts.read() == 0
              ? "the input has no sentences, so there are no statistics"
              : "all " + counts.read() + " records were rejected");
    }
    String rejected =
        counts.rejected() == 0
            ? ""
            : String.format(Locale.ROOT, ", %,d rejected", counts.rejected());
    run.input(result.input());
    run.line("Sentences", "%,d analyzed%s", counts.written(), rejected);
    run.line("Tokens", "%,d", counts.tokens());
    run.time(result.seconds(), counts.tokens());
    run.line("Tables", settings.output().folder() + ", with");
    run.line("", String.join(", ", RunLayout.OF_ANALYZE));
    run.rejected(counts, settings.output().folder());
    run.randomWeights(result.randomWeights());
    run.positions(result.positions());
    if (counts.written() > 0) {
      run.next(next(settings));
    }
    if (counts.written() > 0) {
      heads(findings);
      lengths(findings, settings.model() != null);
      rollout(findings);
      divergences(findings.divergences());
      new WordPrinter(out).result(result, settings);
    }
    out.flush();
  }

  /**
   * Returns the next command: a report of the attention table or, if the input is not a table,
   * attend for the first sentences, whose table a report can read.
   */
  private static NextStep next(AnalyzeSettings settings) {
    String folder = settings.output().folder();
    if (settings.model() != null) {
      return NextStep.of("attend")
          .with("model", settings.model().folder())
          .input(settings.model().text().input())
          .with("limit", FOR_REPORT)
          .outputBeside(folder, "attention");
    }
    if (settings.attention() != null) {
      return NextStep.of("attend")
          .with("weights", settings.attention().weights().source())
          .input(settings.attention().input())
          .with("limit", FOR_REPORT)
          .outputBeside(folder, "attention");
    }
    return NextStep.of("report")
        .input(settings.input())
        .with("analysis", folder)
        .outputBeside(folder, "report.html");
  }

  private void heads(CorpusFindings findings) {
    out.println();
    out.println("Means over sentences: entropy in nats and as a share of ln n, distance in");
    out.println("tokens, shares of attention, the largest weight, and the tokens that hold 95%");
    table("", findings.heads().size() <= SHOWN_HEADS ? findings.heads() : findings.layers());
    labels(findings);
  }

  /** Prints the heads that have a label. */
  private void labels(CorpusFindings findings) {
    List<List<String>> labels = findings.labels();
    Map<String, List<String>> byLabel = new LinkedHashMap<>();
    for (int i = 0; i < labels.size(); i++) {
      CorpusFindings.OfHead head = findings.heads().get(i);
      for (String label : labels.get(i)) {
        if (!label.startsWith("relation:")) {
          byLabel
              .computeIfAbsent(label, any -> new ArrayList<>())
              .add(name(head.layer(), head.head()));
        }
      }
    }
    if (byLabel.isEmpty()) {
      return;
    }
    out.println();
    out.println("Heads by what they do; " + RunLayout.HEADS + "/ has them all");
    byLabel.forEach(
        (label, heads) ->
            out.printf(
                "  %-12s %s%s%n",
                label,
                String.join(" ", heads.subList(0, Math.min(SHOWN_LABELLED, heads.size()))),
                heads.size() > SHOWN_LABELLED
                    ? " and " + (heads.size() - SHOWN_LABELLED) + " more"
                    : ""));
  }

  /**
   * @param ofModel whether the layers belong to a whole model
   */
  private void lengths(CorpusFindings findings, boolean ofModel) {
    if (findings.norms().isEmpty()) {
      return;
    }
    List<CorpusFindings.OfHead> norms = findings.norms();
    boolean many = norms.size() > SHOWN_HEADS;
    List<CorpusFindings.OfHead> shown =
        many ? norms.stream().filter(of -> of.head() == null).toList() : norms;
    out.println();
    out.println("The same of the lengths of weighted value vectors (norm_*); all: all heads");
    table(CorpusFindings.NORM, shown);
    List<CorpusFindings.OfHead> mixing =
        norms.stream().filter(of -> of.statistics().containsKey(MIXING)).toList();
    if (!mixing.isEmpty()) {
      out.println("Mixing ratio, layer by layer: what comes from other tokens");
      for (CorpusFindings.OfHead of : mixing) {
        double ratio = of.statistics().get(MIXING).sentenceMean();
        out.printf(Locale.ROOT, "  %-4s %.3f%n", of.layer(), ratio);
      }
    } else if (ofModel) {
      out.println(
          "No mixing_ratio: it needs layers with LayerNorm after attention, and this model has it"
              + " before.");
    }
  }

  private void rollout(CorpusFindings findings) {
    if (findings.rollout().isEmpty() && findings.layers().get(0).layer() != null) {
      out.println();
      out.println("No rollout: that takes all layers of a model.");
    }
    if (!findings.rollout().isEmpty()) {
      out.println();
      out.println("Of all layers together (rollout)");
      findings
          .rollout()
          .forEach(
              (name, found) ->
                  out.printf(Locale.ROOT, "  %-20s %.3f%n", name, found.sentenceMean()));
    }
  }

  private void table(String prefix, List<CorpusFindings.OfHead> rows) {
    List<Statistic> columns = new ArrayList<>(COLUMNS.keySet());
    columns.removeIf(column -> !rows.get(0).statistics().containsKey(prefix + column.id()));
    out.print("head ");
    for (Statistic column : columns) {
      out.printf("%" + width(column) + "s", COLUMNS.get(column));
    }
    out.println();
    for (CorpusFindings.OfHead of : rows) {
      out.printf("%5s", name(of.layer(), of.head()));
      for (Statistic column : columns) {
        out.printf(
            Locale.ROOT,
            "%" + width(column) + (isCount(column) ? ".1f" : ".2f"),
            of.statistics().get(prefix + column.id()).sentenceMean());
      }
      out.println();
    }
  }

  /** Returns the name of a head, or of all heads of a layer. */
  static String name(Integer layer, Integer head) {
    return (layer == null ? "" : layer + ".") + (head == null ? "all" : head);
  }

  private static int width(Statistic column) {
    return Math.max(6, COLUMNS.get(column).length() + 1);
  }

  private static boolean isCount(Statistic column) {
    return column == Statistic.DISTANCE || column == Statistic.TOKENS_HOLDING_95;
  }

  private void divergences(List<CorpusFindings.Divergence> divergences) {
    if (divergences.isEmpty()) {
      return;
    }
    Comparator<CorpusFindings.Divergence> order =
        Comparator.comparingDouble(pair -> pair.estimate().sentenceMean());
    out.println();
    out.println("Jensen-Shannon divergence between heads, in nats, at most 0.69");
    out.println("  most alike      " + shown(divergences.stream().min(order).orElseThrow()));
    if (divergences.size() > 1) {
      out.println("  least alike     " + shown(divergences.stream().max(order).orElseThrow()));
    }
  }

  private static String shown(CorpusFindings.Divergence pair) {
    Estimate estimate = pair.estimate();
    return String.format(
        Locale.ROOT,
        "heads %s and %s: %.3f%s",
        name(pair.layer(), pair.head()),
        name(pair.otherLayer(), pair.otherHead()),
        estimate.sentenceMean(),
        Double.isNaN(estimate.low())
            ? ""
            : String.format(Locale.ROOT, " (%.3f to %.3f)", estimate.low(), estimate.high()));
  }
}
