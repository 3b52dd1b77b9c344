package io.corpusattention.report.figure;

import io.corpusattention.report.SentenceFigure;
import io.corpusattention.report.figure.WordLinks.Unit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * Draws a sentence as an SVG figure, with queries on the left, keys on the right, and lines between
 * them in the color of each head. If a word is selected, only its lines are shown, with their
 * weights. Otherwise all lines above an even share are shown.
 */
final class SentenceDrawing {
  private static final int LINE = 26;
  private static final int TOP = 84; // top of the first word's line
  private static final int EDGE = 22;
  private static final int NUMBER = 44; // a column of weights
  private static final int LEAST_GAP = 150; // for the lines between the two columns of words
  private static final int LEAST_WIDTH = 640;

  private static final int WORD = 24; // columns; longer words are cut

  /** The width of a column of text. Fonts differ, and none is measured. */
  private static final double COLUMN = 8.8;

  private static final double WRITTEN = 0.05; // the least weight that is written as a number
  private static final double DRAWN = 0.01;

  /** The most lines to draw, the heaviest ones. Nobody can tell more apart. */
  private static final int MOST_LINKS = 2000;

  private final SentenceFigure sentence;
  private final List<DrawnHead> heads;
  private final WordLinks links;
  private final int held;
  private final int width;
  private final int leftEnd; // end of words on the left
  private final int rightStart; // start of words on the right
  private final int numbers; // start of weights

  private SentenceDrawing(SentenceFigure sentence, List<DrawnHead> heads) {
    this.sentence = sentence;
    this.heads = heads;
    this.links = WordLinks.of(sentence);
    this.held = links.held();
    int right = room(links.keys());
    int written = held < 0 ? 0 : NUMBER * heads.size();
    this.leftEnd = EDGE + room(links.queries());
    this.width = Math.max(LEAST_WIDTH, leftEnd + LEAST_GAP + right + written + EDGE);
    this.numbers = width - EDGE - written;
    this.rightStart = numbers - right;
  }

  /** Returns the width of the longest word. */
  private static int room(List<Unit> words) {
    int longest = words.stream().mapToInt(w -> ShownText.columns(w.text(), WORD)).max().orElse(0);
    return (int) Math.ceil(longest * COLUMN);
  }

  /**
   * Returns the text of the file.
   *
   * @param heads at least one head and at most {@link Palette#COLORS}
   */
  static String svg(SentenceFigure sentence, List<DrawnHead> heads) {
    return new SentenceDrawing(sentence, heads).draw();
  }

  private String draw() {
    int rows = Math.max(links.queries().size(), links.keys().size());
    int bottom = TOP + rows * LINE;
    String text =
        String.join(" ", sentence.words().isEmpty() ? sentence.keys() : sentence.words())
            .replaceAll(" (?=[.,;:!?)]( |$))", ""); // no space before punctuation
    Svg svg = new Svg(width, bottom + 26 + 22 * (heads.size() + notes()), text, Palette.style());
    svg.text(EDGE, 36, "title", text, (int) ((width - 2 * EDGE) / 8.8));
    svg.text(EDGE, 58, "small soft", subtitle(), 90);
    if (held >= 0) {
      svg.shape(
          "rect",
          "class",
          "held",
          "x",
          10,
          "y",
          middle(held) - 12,
          "width",
          leftEnd - 4,
          "height",
          24,
          "rx",
          6);
    }
    svg.open("g", "class", "link");
    drawLinks(svg);
    svg.close();
    drawWords(svg, links.queries(), leftEnd, "end");
    drawWords(svg, links.keys(), rightStart, "");
    if (held >= 0) {
      drawNumbers(svg);
    }
    drawLegend(svg, bottom + 30);
    return svg.end();
  }

  private String subtitle() {
    String of = "sentence " + ShownText.plain(sentence.id(), 40);
    return held < 0
        ? of + "; weights above an even share of its " + links.keys().size() + " words"
        : of
            + "; what “"
            + ShownText.plain(links.queries().get(held).text(), WORD)
            + "” attends to";
  }

  private static double middle(int row) {
    return TOP + row * LINE + LINE / 2.0;
  }

  private void drawWords(Svg svg, List<Unit> words, int x, String anchor) {
    boolean right = anchor.isEmpty();
    for (int row = 0; row < words.size(); row++) {
      Unit word = words.get(row);
      boolean kept = right && isKept(word);
      String classes =
          (right ? "" : anchor)
              + (word.special() ? " special" : "")
              + (kept ? " kept" : "")
              + (!right && row == held ? " bold" : "");
      svg.text(x, middle(row) + 5, classes.strip(), word.text(), WORD);
    }
  }

  private boolean isKept(Unit word) {
    return sentence.kept() != null && sentence.kept().contains(word.word());
  }

  /** A head's weight from word to word. */
  private record Link(int head, int from, int to, double weight) {}

  private void drawLinks(Svg svg) {
    // Rounding also lifts weights above an even share, hence the margin.
    double least = held < 0 ? Math.max(1.0 / links.keys().size() + 1e-4, DRAWN) : DRAWN;
    List<Link> drawn = new ArrayList<>();
    for (int head = 0; head < heads.size(); head++) {
      for (int from = 0; from < links.queries().size(); from++) {
        for (int to = 0; to < links.keys().size() && (held < 0 || from == held); to++) {
          double weight = weight(head, from, to);
          if (weight >= least) {
            drawn.add(new Link(head, from, to, weight));
          }
        }
      }
    }
    drawn.sort(Comparator.comparingDouble(link -> -link.weight));
    List<Link> heaviest = new ArrayList<>(drawn.subList(0, Math.min(MOST_LINKS, drawn.size())));
    heaviest.sort(Comparator.comparingInt(Link::head)); // the heaviest first within a head
    for (Link link : heaviest) {
      drawLink(svg, link.head, link.from, link.to, link.weight);
    }
  }

  private void drawLink(Svg svg, int head, int from, int to, double weight) {
    double aside = (head - (heads.size() - 1) / 2.0) * 2.5; // so that heads do not hide each other
    double y0 = middle(from) + aside;
    double y1 = middle(to) + aside;
    int x0 = leftEnd + 8;
    int x1 = rightStart - 8;
    int half = (x1 - x0) / 2;
    String path =
        String.format(
            Locale.ROOT,
            "M%d %sC%d %s %d %s %d %s",
            x0,
            Svg.shown(y0),
            x0 + half,
            Svg.shown(y0),
            x1 - half,
            Svg.shown(y1),
            x1,
            Svg.shown(y1));
    double strength = Math.min(1, weight);
    svg.shape(
        "path",
        "class",
        "s" + head,
        "d",
        path,
        "stroke-width",
        held < 0 ? 0.6 + 3 * strength : 1 + 5 * strength,
        "stroke-opacity",
        held < 0 ? 0.12 + 0.6 * strength : 0.25 + 0.75 * strength);
  }

  private void drawNumbers(Svg svg) {
    for (int head = 0; head < heads.size(); head++) {
      double x = numbers + NUMBER * (head + 1.0);
      svg.text(x, TOP - 6, "number bold f" + head, heads.get(head).number(), 8);
      for (int to = 0; to < links.keys().size(); to++) {
        double weight = weight(head, held, to);
        if (weight >= WRITTEN) {
          String number = String.format(Locale.ROOT, "%.2f", weight);
          svg.text(x, middle(to) + 4, "number f" + head, number, 8);
        }
      }
    }
  }

  private double weight(int head, int from, int to) {
    return links.weight(heads.get(head).of(), links.queries().get(from), links.keys().get(to));
  }

  private int notes() {
    return (held >= 0 ? 1 : 0) + (sentence.partial() ? 1 : 0) + (sentence.kept() != null ? 1 : 0);
  }

  private void drawLegend(Svg svg, int top) {
    int y = top;
    for (int head = 0; head < heads.size(); head++) {
      svg.shape(
          "path",
          "class",
          "link s" + head,
          "d",
          "M" + EDGE + " " + (y - 4) + "h26",
          "stroke-width",
          4);
      svg.text(EDGE + 36, y, "small bold f" + head, heads.get(head).name(), 30);
      if (!heads.get(head).labels().isEmpty()) {
        svg.text(EDGE + 100, y, "small soft", heads.get(head).shownLabels(), 74);
      }
      y += 22;
    }
    if (held >= 0) {
      svg.text(
          EDGE, y, "small soft", "Numbers are shares of the word's attention of 0.05 or more.", 90);
      y += 22;
    }
    if (sentence.kept() != null) {
      svg.text(EDGE, y, "small soft", "Underlined are the words that the summary keeps.", 90);
      y += 22;
    }
    if (sentence.partial()) {
      svg.text(EDGE, y, "small soft", "Only each token's heaviest keys are known.", 90);
    }
  }
}
