package io.corpusattention.report.figure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.corpusattention.report.CorpusFigures;
import io.corpusattention.report.LengthHistogram;
import io.corpusattention.report.Report;
import io.corpusattention.report.SentenceFigure;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

/** Verifies that figures are valid XML for any tokens and show the correct weights. */
class FiguresTest {
  private static final List<String> HOSTILE =
      List.of(
          "</text><script>alert(1)</script>",
          "]]>",
          "<!--",
          "&amp;\"'",
          "\u0000\u0007",
          "\ud83d", // half an emoji
          "\uffff",
          "\u202egnp.exe",
          "שלום",
          "👩‍👩‍👧",
          "\u200b",
          " ",
          "");

  private static SentenceFigure sentence(String id, List<String> tokens, int held) {
    int n = tokens.size();
    float[] weights = new float[2 * n * n];
    Arrays.fill(weights, 1f / n);
    List<Integer> own = IntStream.range(0, n).boxed().toList();
    return new SentenceFigure(id, tokens, tokens, tokens, own, false, held, null, 2, weights);
  }

  private static Report report(
      List<SentenceFigure> sentences, List<List<Integer>> first, CorpusFigures corpus) {
    return new Report(
        "source",
        List.of(),
        "chosen",
        null,
        null,
        Collections.singletonList(null),
        2,
        first,
        corpus,
        null,
        null,
        LengthHistogram.of(new TreeMap<>()),
        null,
        sentences);
  }

  private static Map<String, String> of(SentenceFigure... sentences) {
    return Figures.of(
        report(List.of(sentences), Collections.nCopies(sentences.length, List.of(0, 1)), null));
  }

  @Test
  void tokensAreTextAndNothingElse() {
    for (int held : new int[] {0, -1}) {
      String svg = of(sentence("</title><script>", HOSTILE, held)).values().iterator().next();
      assertThat(svg).startsWith(Figures.START);
      SvgFile file = SvgFile.of(svg);
      assertThat(file.elements())
          .containsOnly("svg", "title", "style", "rect", "g", "path", "text", "tspan");
      assertThat(file.attributes()).doesNotContain("href", "onload", "onclick", "style", "src");
      assertThat(file.texts())
          .contains(
              "‹U+0000›‹U+0007›",
              "‹U+D83D›",
              "‹U+FFFF›",
              "‹U+202E›gnp.exe",
              "שלום",
              "👩‍👩‍👧",
              "‹U+200B›",
              "‹␣›",
              "‹empty›",
              "&amp;\"'",
              "</text><script>alert(1)…");
    }
  }

  @Test
  void whatIsLongIsCutBetweenLetters() {
    assertThat(ShownText.plain("a".repeat(24), 24)).isEqualTo("a".repeat(24));
    assertThat(ShownText.plain("a".repeat(25), 24)).isEqualTo("a".repeat(23) + "…");
    assertThat(ShownText.plain("漢".repeat(13), 24)).isEqualTo("漢".repeat(11) + "…");
    assertThat(ShownText.plain("e\u0301".repeat(30), 4)).isEqualTo("e\u0301".repeat(3) + "…");
    assertThat(ShownText.plain("\ud83d\ude00".repeat(9), 5)).isEqualTo("\ud83d\ude00\ud83d\ude00…");
    String marks = ShownText.plain("a" + "\u0301".repeat(100_000), 24);
    assertThat(marks.length()).isLessThan(300);
  }

  /** Returns the sentence "[CLS] un ##happy cats" with 2 layers of 1 head. */
  private static SentenceFigure pieces(int held, List<Integer> kept) {
    float[] weights = {
      .1f, .2f, .3f, .4f, .5f, .1f, .2f, .2f, .1f, .3f, .2f, .4f, .25f, .25f, .25f, .25f, 1, 0, 0,
      0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1
    };
    List<String> tokens = List.of("[CLS]", "un", "##happy", "cats");
    return new SentenceFigure(
        "7",
        tokens,
        tokens,
        List.of("unhappy", "cats"),
        List.of(-1, 0, 0, 1),
        false,
        held,
        kept,
        2,
        weights);
  }

  @Test
  void eachSentenceHasItsOwnHeads() {
    Map<String, String> files =
        Figures.of(
            report(
                List.of(sentence("a", List.of("x", "y"), 0), sentence("b", List.of("x", "y"), 0)),
                List.of(List.of(1), List.of(0)),
                null));
    assertThat(SvgFile.of(files.get("sentence-a.svg")).texts("f0")).contains("head 1");
    assertThat(SvgFile.of(files.get("sentence-b.svg")).texts("f0")).contains("head 0");
  }

  @Test
  void aHeadWithoutAnAnalysisHasNoLabel() {
    String svg = of(sentence("a", List.of("x", "y"), 0)).get("sentence-a.svg");
    assertThat(SvgFile.of(svg).texts()).contains("head 0").doesNotContain("–");
  }

  @Test
  void weightsGoFromWordToWord() {
    SvgFile file = SvgFile.of(of(pieces(2, null)).get("sentence-7.svg"));
    // Weights are summed over a key's pieces and averaged over a query's pieces.
    assertThat(file.texts("f0")).containsExactly("0", "0.30", "0.40", "0.30", "head 0");
    assertThat(file.texts("f1")).containsExactly("1", "1.00", "head 1");
    assertThat(file.texts("bold")).contains("unhappy").doesNotContain("cats");
    assertThat(file.texts("special")).containsExactly("[CLS]", "[CLS]");
    assertThat(file.texts()).contains("unhappy", "cats").doesNotContain("un", "##happy");
    assertThat(file.texts()).contains("sentence 7; what “unhappy” attends to");
    List<Element> lines = file.elements("path", "d");
    assertThat(lines.stream().filter(line -> line.hasAttribute("stroke-opacity"))).hasSize(4);
    assertThat(widths(file)).containsExactly(3.0, 2.5, 2.5, 6.0);
  }

  private static List<Double> widths(SvgFile file) {
    return file.elements("path", "stroke-opacity").stream()
        .map(line -> Double.valueOf(line.getAttribute("stroke-width")))
        .toList();
  }

  @Test
  void withoutAHeldWordLinksAreThoseAboveAnEvenShare() {
    SvgFile file = SvgFile.of(of(pieces(-1, null)).get("sentence-7.svg"));
    // The four: [CLS] to unhappy 0.5 and to cats 0.4, unhappy to itself 0.4, cats to unhappy 0.5.
    long ofFirst =
        file.elements("path", "stroke-opacity").stream()
            .filter(line -> line.getAttribute("class").equals("s0"))
            .count();
    assertThat(ofFirst).isEqualTo(4);
    assertThat(file.texts()).contains("sentence 7; weights above an even share of its 3 words");
  }

  @Test
  void evenWeightsHaveNoLinksAndOfVeryManyTheHeaviestRemain() {
    List<String> words = IntStream.range(0, 300).mapToObj(i -> "w" + i).toList();
    SentenceFigure even = sentence("1", words, -1);
    assertThat(widths(SvgFile.of(of(even).get("sentence-1.svg")))).isEmpty();
    SentenceFigure half = sentence("1", words, -1);
    for (int i = 0; i < half.weights().length; i++) {
      half.weights()[i] = i % 2 == 0 ? 2f / 300 + i * 1e-7f : 0;
    }
    assertThat(widths(SvgFile.of(of(half).get("sentence-1.svg")))).hasSize(2000);
  }

  @Test
  void wordsOfASummaryAreUnderlined() {
    SvgFile file = SvgFile.of(of(pieces(3, List.of(1))).get("sentence-7.svg"));
    assertThat(file.texts("kept")).containsExactly("cats");
    assertThat(file.texts()).contains("Underlined are the words that the summary keeps.");
  }

  @Test
  void headsThatNobodyHasNamedAreDrawnAsTheirMean() {
    Report report = report(List.of(pieces(3, null)), List.of(List.of()), null);
    SvgFile file = SvgFile.of(Figures.of(report).get("sentence-7.svg"));
    assertThat(file.texts("f0")).containsExactly("mean", "0.13", "0.25", "0.63", "mean");
  }

  @Test
  void filesHaveSafeNamesOfTheirOwn() {
    List<String> words = List.of("a", "b");
    Map<String, String> files =
        of(
            sentence("../a b", words, 0),
            sentence("..:a:b", words, 0),
            sentence("..:A:B", words, 0),
            sentence("..", words, 0),
            sentence("ä".repeat(500), words, 0));
    assertThat(files.keySet())
        .containsExactly(
            "sentence-.._a_b.svg",
            "sentence-.._a_b-2.svg",
            "sentence-.._A_B-3.svg",
            "sentence-...svg",
            "sentence-" + "_".repeat(100) + ".svg")
        .allMatch(Figures::isName);
    assertThat(Figures.isName("grid.svg")).isTrue();
    assertThat(Figures.isName("sentence-ä.svg")).isFalse();
    assertThat(Figures.isName("notes.svg")).isFalse();
  }

  @Test
  void theGridHasABarForEachMassAndAMarkForEachSink() {
    List<CorpusFigures.Statistic> statistics = new ArrayList<>();
    statistics.add(statistic("offset_-16", 0.25, null));
    statistics.add(statistic("offset_0", 0.01, 1.0));
    statistics.add(statistic("share_first", 0.36, 0.9));
    CorpusFigures corpus =
        new CorpusFigures(
            1,
            2,
            true,
            statistics,
            List.of(),
            List.of(),
            List.of(List.of("sink"), List.of("self")),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Map.of());
    SvgFile file = SvgFile.of(Figures.of(report(List.of(), List.of(), corpus)).get("grid.svg"));
    List<Double> bars =
        file.elements("rect", "height").stream()
            .filter(bar -> !bar.hasAttribute("class"))
            .map(bar -> Double.valueOf(bar.getAttribute("height")))
            .toList();
    double whole = bars.get(2);
    assertThat(bars).hasSize(3);
    assertThat(bars.get(0) / whole).isCloseTo(0.5, within(1e-3));
    assertThat(bars.get(1) / whole).isCloseTo(0.1, within(1e-3));
    List<Element> sinks = file.ofClass("sink");
    assertThat(sinks).hasSize(1);
    assertThat(Double.parseDouble(sinks.get(0).getAttribute("height")) / whole)
        .isCloseTo(0.6, within(1e-3));
  }

  private static CorpusFigures.Statistic statistic(String name, Double... means) {
    List<Double> none = Arrays.asList(null, null);
    return new CorpusFigures.Statistic(name, Arrays.asList(means), none, none);
  }
}
