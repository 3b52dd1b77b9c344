package io.corpusattention.report.figure;

import io.corpusattention.report.CorpusFigures;
import io.corpusattention.report.Report;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Draws where each head looks, as an SVG figure. Rows are layers and columns are heads. Each cell
 * shows the mean attention by offset, and a mark if it has the label {@value #SINK}.
 *
 * <p>The height of a bar is the square root of its attention, so that small values are visible next
 * to large ones.
 */
final class GridDrawing {
  private static final int FARTHEST = 16;
  private static final int OFFSETS = 2 * FARTHEST + 1;
  private static final int CELL_WIDTH = 60;
  private static final int CELL_HEIGHT = 44;
  private static final int ACROSS = CELL_WIDTH + 6; // a cell with its gap
  private static final int DOWN = CELL_HEIGHT + 6;
  private static final int LEFT = 82;
  private static final int TOP = 96;
  private static final int EDGE = 22;
  private static final int LEAST_WIDTH = 640;
  private static final int CAPTION_LINE = 18;

  private static final String CAPTION =
      "Bars: the mean weight that a token gives to the token 16 places before it, ..., to itself (at the"
          + " line), ..., to the token 16 places after it, where there is one. The height of a bar is the"
          + " square root of the weight, so that small weights are visible next to large ones. Orange: a"
          + " head with the label sink, which gives the first token a mean weight above 0.3 in most"
          + " sentences. Its height shows, on the same scale, the share of the first token or that of all"
          + " special tokens, whichever is larger.";

  /** The room to the left of the bars in a cell, for the mark of sinks. */
  private static final double BARS_LEFT = 7;

  private static final double BAR = (CELL_WIDTH - BARS_LEFT - 3) / OFFSETS;
  private static final double HIGHEST = CELL_HEIGHT - 6;

  /** The label of heads that are marked. */
  private static final String SINK = "sink";

  private final Report report;
  private final List<List<Double>> masses = new ArrayList<>(); // by offset, then by head
  private final List<Double> first;
  private final List<Double> special;

  private GridDrawing(Report report) {
    this.report = report;
    for (int offset = -FARTHEST; offset <= FARTHEST; offset++) {
      masses.add(means("offset_" + offset));
    }
    this.first = means("share_first");
    this.special = means("share_special");
  }

  /** Returns whether an analysis has attention by offset, which only self-attention has. */
  static boolean canDraw(CorpusFigures corpus) {
    return corpus.statistics().stream().anyMatch(s -> s.statistic().startsWith("offset_"));
  }

  /** Returns the text of the file. */
  static String svg(Report report) {
    return new GridDrawing(report).draw();
  }

  /** Returns the mean of each head, or nulls if there is no such statistic. */
  private List<Double> means(String statistic) {
    return report.corpus().statistics().stream()
        .filter(s -> s.statistic().equals(statistic))
        .map(CorpusFigures.Statistic::mean)
        .findFirst()
        .orElseGet(() -> Arrays.asList(new Double[report.layers().size() * report.heads()]));
  }

  private String draw() {
    int width = Math.max(LEAST_WIDTH, LEFT + report.heads() * ACROSS + EDGE);
    int bottom = TOP + report.layers().size() * DOWN;
    List<String> caption = lines(CAPTION, (width - 2 * EDGE) * 2 / 13);
    int height = bottom + 22 + caption.size() * CAPTION_LINE + 6;
    String title = "Where each head looks" + (report.model() == null ? "" : ": " + report.model());
    Svg svg = new Svg(width, height, title, Palette.style());
    svg.text(EDGE, 36, "title", title, (int) ((width - 2 * EDGE) / 8.8));
    svg.text(EDGE, 58, "small soft", size(), 90);
    for (int head = 0; head < report.heads(); head++) {
      double x = LEFT + head * ACROSS + CELL_WIDTH / 2.0;
      svg.text(x, TOP - 10, "small soft middle", "" + head, 6);
    }
    svg.text(LEFT - 14, TOP - 10, "small soft end", "head", 6);
    for (int row = 0; row < report.layers().size(); row++) {
      Integer layer = report.layers().get(row);
      double y = TOP + row * DOWN + CELL_HEIGHT / 2.0 + 4;
      svg.text(LEFT - 14, y, "small soft end", layer == null ? "layer" : "layer " + layer, 9);
      for (int head = 0; head < report.heads(); head++) {
        drawCell(svg, row, head);
      }
    }
    for (int i = 0; i < caption.size(); i++) {
      svg.text(EDGE, bottom + 22 + i * CAPTION_LINE, "small soft", caption.get(i), 200);
    }
    return svg.end();
  }

  private String size() {
    return String.format(
        Locale.ROOT,
        "%,d sentences, %,d tokens",
        report.corpus().sentences(),
        report.corpus().tokens());
  }

  private void drawCell(Svg svg, int row, int head) {
    int index = row * report.heads() + head;
    double x = LEFT + head * (double) ACROSS;
    double y = TOP + row * (double) DOWN;
    double floor = y + CELL_HEIGHT - 3;
    svg.open("g", "class", "f0");
    svg.shape(
        "rect",
        "class",
        "cell",
        "x",
        x,
        "y",
        y,
        "width",
        CELL_WIDTH,
        "height",
        CELL_HEIGHT,
        "rx",
        4);
    double self = x + BARS_LEFT + (FARTHEST + 0.5) * BAR;
    svg.shape(
        "path",
        "class",
        "cell",
        "d",
        "M" + Svg.shown(self) + " " + Svg.shown(y + 3) + "V" + Svg.shown(floor));
    for (int offset = 0; offset < OFFSETS; offset++) {
      Double mass = masses.get(offset).get(index);
      if (mass != null && mass > 0) {
        double high = height(mass);
        svg.shape(
            "rect",
            "x",
            x + BARS_LEFT + offset * BAR,
            "y",
            floor - high,
            "width",
            BAR - 0.2,
            "height",
            high);
      }
    }
    if (report.corpus().headLabels().get(index).contains(SINK)) {
      double high = height(Collections.max(List.of(orZero(first, index), orZero(special, index))));
      svg.shape(
          "rect",
          "class",
          "sink",
          "x",
          x + 2,
          "y",
          floor - high,
          "width",
          3.5,
          "height",
          high,
          "rx",
          1);
    }
    svg.close();
  }

  private static double orZero(List<Double> values, int index) {
    return values.get(index) == null ? 0 : values.get(index);
  }

  private static double height(double mass) {
    return HIGHEST * Math.sqrt(Math.min(1, mass));
  }

  /** Breaks a text into lines of at most this number of characters. */
  private static List<String> lines(String text, int columns) {
    List<String> lines = new ArrayList<>(List.of(""));
    for (String word : text.split(" ", -1)) {
      int last = lines.size() - 1;
      String longer = (lines.get(last) + " " + word).strip();
      if (longer.length() <= columns) {
        lines.set(last, longer);
      } else {
        lines.add(word);
      }
    }
    return lines;
  }
}
