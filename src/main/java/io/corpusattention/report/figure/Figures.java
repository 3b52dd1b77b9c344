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

/** Draws the figures of a report as SVG files, for papers and slides. In: a report. Out: files. */
public final class Figures {
  /** The start of each file. */
  public static final String START =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- A figure of jobs/report -->\n";

  /** The prefix of the names of sentence files. */
  private static final String SENTENCE = "sentence-";

  private static final String GRID = "grid";
  private static final String END = ".svg";

  /** The most characters of an id in a name. File systems limit names to 255 bytes. */
  private static final int LONGEST_ID = 100;

  private Figures() {}

  /**
   * Draws the figures.
   *
   * @return the texts of the files by name: sentence-ID.svg for each sentence, and grid.svg if the
   *     report has the attention of heads by offset
   */
  public static Map<String, String> of(Report report) {
    Map<String, String> files = new LinkedHashMap<>();
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < report.sentences().size(); i++) {
      SentenceFigure sentence = report.sentences().get(i);
      List<DrawnHead> heads = heads(report, report.firstHeads().get(i));
      files.put(name(sentence.id(), taken), SentenceDrawing.svg(sentence, heads));
    }
    if (report.corpus() != null && GridDrawing.canDraw(report.corpus())) {
      files.put(GRID + END, GridDrawing.svg(report));
    }
    return files;
  }

  /** Returns whether a file may be a figure, judging by its name. */
  public static boolean isName(String name) {
    return name.endsWith(END)
        && (name.startsWith(SENTENCE) || name.equals(GRID + END))
        && name.equals(safe(name));
  }

  /** Returns a unique name, even on file systems that ignore case. */
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

  /** Returns the heads to draw, at most one per color, or else the mean of all heads. */
  private static List<DrawnHead> heads(Report report, List<Integer> first) {
    List<DrawnHead> heads = new ArrayList<>();
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

  /** Returns layer and head, or only the head if the layer has no number. */
  private static String name(Report report, int head) {
    Integer layer = report.layers().get(head / report.heads());
    return (layer == null ? "head " : layer + ".") + head % report.heads();
  }
}
