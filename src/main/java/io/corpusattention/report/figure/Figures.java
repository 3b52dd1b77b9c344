package io.corpusattention.report.figure;

import io.corpusattention.report.Report;
import io.corpusattention.report.SentenceFigure;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** The figures of a report as SVG files, for papers and slides: a report in, files out. */
public final class Figures {
  /** How each file begins. */
  public static final String START =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- A figure of jobs/report -->\n";

  /** What the files of sentences begin and all files end with. */
  private static final String SENTENCE = "sentence-";

  private static final String GRID = "grid";
  private static final String END = ".svg";

  /** File systems have names of at most 255 bytes. */
  private static final int LONGEST_ID = 100;

  private Figures() {}

  /**
   * Draws the figures.
   *
   * @return the texts of the files by their names: one for each sentence, sentence-ID.svg, and
   *     grid.svg where the report has what heads give to each offset
   */
  public static Map<String, String> of(Report report) {
    Map<String, String> files = new LinkedHashMap<>();
    List<DrawnHead> heads = heads(report);
    Set<String> taken = new HashSet<>();
    for (SentenceFigure sentence : report.sentences()) {
      files.put(name(sentence.id(), taken), SentenceDrawing.svg(sentence, heads));
    }
    if (report.corpus() != null && GridDrawing.canDraw(report.corpus())) {
      files.put(GRID + END, GridDrawing.svg(report));
    }
    return files;
  }

  /** Whether a file could be one of figures, by its name. */
  public static boolean isName(String name) {
    return name.endsWith(END)
        && (name.startsWith(SENTENCE) || name.equals(GRID + END))
        && name.equals(safe(name));
  }

  /** A name of its own, also where upper and lower case are the same. */
  private static String name(String id, Set<String> taken) {
    String safe = safe(id);
    String start = SENTENCE + safe.substring(0, Math.min(LONGEST_ID, safe.length()));
    String name = start;
    for (int number = 2; !taken.add(name.toLowerCase(Locale.ROOT)); number++) {
      name = start + "-" + number;
    }
    return name + END;
  }

  private static String safe(String text) {
    return text.replaceAll("[^A-Za-z0-9._-]", "_");
  }

  /** The heads that a page draws first, as far as there are colors; without any the mean of all. */
  private static List<DrawnHead> heads(Report report) {
    List<DrawnHead> heads = new ArrayList<>();
    List<Integer> first = report.firstHeads();
    for (int head : first.subList(0, Math.min(Palette.COLORS, first.size()))) {
      List<String> labels =
          report.corpus() == null ? List.of() : report.corpus().headLabels().get(head);
      heads.add(new DrawnHead(name(report, head), labels, List.of(head)));
    }
    if (heads.isEmpty()) {
      int all = report.layers().size() * report.heads();
      heads.add(
          new DrawnHead("mean", List.of("of all heads"), IntStream.range(0, all).boxed().toList()));
    }
    return heads;
  }

  /** Layer and head, or the head alone where the layer has no number. */
  private static String name(Report report, int head) {
    Integer layer = report.layers().get(head / report.heads());
    return (layer == null ? "head " : layer + ".") + head % report.heads();
  }
}
