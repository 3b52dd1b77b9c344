package io.corpusattention.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Verifies that a report is one file that fetches nothing, and that corpus text cannot become
 * markup.
 */
class ReportPageTest {
  private static final List<String> HOSTILE =
      List.of(
          "<script>alert(1)</script>",
          "</script>",
          "<!--",
          "]]>",
          "<img src=x onerror=alert(1)>",
          "&lt;b&gt;",
          "\"quotes' and \\ backslashes",
          "\u2028\u2029",
          "{{script}}",
          "\u0000\u0007",
          "שלום",
          "\u202egnp.exe",
          "👩‍👩‍👧",
          "\u200b",
          "");

  private static SentenceFigure sentence(List<String> tokens, int heads) {
    int n = tokens.size();
    float[] weights = new float[heads * n * n];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = i / (float) weights.length;
    }
    List<Integer> places = IntStream.range(0, n).boxed().toList();
    return new SentenceFigure(
        "</title>", tokens, tokens, tokens, places, false, 0, List.of(0), heads, weights);
  }

  private static String page(List<String> tokens) {
    return ReportPage.html(report(null, List.of(sentence(tokens, 2))));
  }

  private static Report report(CorpusFigures corpus, List<SentenceFigure> sentences) {
    return new Report(
        "<source>",
        List.of("<note>"),
        "chosen",
        null,
        "<model>",
        Collections.singletonList(null),
        2,
        Collections.nCopies(sentences.size(), List.of()),
        corpus,
        null,
        null,
        LengthHistogram.of(new TreeMap<>()),
        null,
        sentences);
  }

  private static JsonNode data(Report report) throws IOException {
    return new ObjectMapper().readTree(blocks(ReportPage.html(report), "script").get(0));
  }

  private static List<String> blocks(String page, String tag) {
    Matcher matcher =
        Pattern.compile("<" + tag + "([^>]*)>(.*?)</" + tag + ">", Pattern.DOTALL).matcher(page);
    List<String> blocks = new ArrayList<>();
    while (matcher.find()) {
      blocks.add(matcher.group(2));
    }
    return blocks;
  }

  @Test
  void tokensAreDataAndNothingElse() throws IOException {
    String page = page(HOSTILE);
    List<String> scripts = blocks(page, "script");
    assertThat(scripts).as("the data, D3, ours").hasSize(3);
    assertThat(scripts.get(0)).doesNotContain("<", ">", "&", "\u2028", "\u2029");
    JsonNode data = new ObjectMapper().readTree(scripts.get(0));
    List<String> keys = new ArrayList<>();
    data.at("/sentences/0/keys").forEach(key -> keys.add(key.asText()));
    assertThat(keys).isEqualTo(HOSTILE);
    String rest = page.replace(scripts.get(0), "");
    assertThat(rest)
        .isEqualTo(page(List.of("x")).replace(blocks(page(List.of("x")), "script").get(0), ""));
  }

  @Test
  void nothingRunsButTheFilesOwnScriptsAndNothingIsFetched() throws NoSuchAlgorithmException {
    String page = page(List.of("a"));
    String policy =
        page.replaceFirst("(?s).*Content-Security-Policy\" content=\"([^\"]*)\".*", "$1");
    List<String> scripts = blocks(page, "script");
    assertThat(policy)
        .isEqualTo(
            "default-src 'none'; script-src "
                + hash(scripts.get(1))
                + " "
                + hash(scripts.get(2))
                + "; style-src "
                + hash(blocks(page, "style").get(0))
                + "; img-src data:; base-uri 'none'; form-action 'none'");
    String markup = page;
    for (String block : scripts) {
      markup = markup.replace(block, "");
    }
    assertThat(markup).doesNotContain("src=", "href=", "url(", "@import", " style=", "onload=");
    assertThat(scripts.get(2))
        .doesNotContain("fetch(", "XMLHttpRequest", "import(", ".html(", "innerHTML");
  }

  private static String hash(String text) throws NoSuchAlgorithmException {
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
  }

  @Test
  void figuresHaveSixDigitsAndUndefinedOnesAreNull() throws IOException {
    List<Double> numbers = Arrays.asList(1 / 3.0, Double.NaN, null, 1234567.0, 1e-9 / 3);
    CorpusFigures corpus =
        new CorpusFigures(
            1,
            2,
            true,
            List.of(new CorpusFigures.Statistic("entropy", numbers, numbers, numbers)),
            List.of(),
            List.of(),
            List.of(HOSTILE),
            List.of(new CorpusFigures.Divergence(0, 1, 2 / 3.0)),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Map.of("</script>", new CorpusFigures.ExampleSentence(HOSTILE, HOSTILE, List.of(-1))));
    JsonNode found = data(report(corpus, List.of())).get("corpus");
    assertThat(found.at("/statistics/0/mean").toString())
        .isEqualTo("[0.333333,null,null,1234570.0,3.33333E-10]");
    assertThat(found.get("divergences").toString()).isEqualTo("[[0,1,0.666667]]");
    JsonNode text = found.get("example_sentences").get("</script>").get("words");
    for (int i = 0; i < HOSTILE.size(); i++) {
      assertThat(text.get(i).asText()).isEqualTo(HOSTILE.get(i));
    }
  }

  @Test
  void weightsHaveTwoBytesUnlessThereAreVeryMany() throws IOException {
    List<String> tokens = Collections.nCopies(100, "a");
    JsonNode few = data(report(null, List.of(sentence(tokens, 100))));
    assertThat(few.get("steps").asInt()).isEqualTo(65535);
    assertThat(few.at("/sentences/0/exact").isNull()).isTrue();
    assertThat(few.at("/sentences/0/kept").toString()).isEqualTo("[0]");
    JsonNode many = data(report(null, List.of(sentence(tokens, 100), sentence(HOSTILE, 1))));
    assertThat(many.get("steps").asInt()).isEqualTo(255);
    assertThat(Base64.getDecoder().decode(many.at("/sentences/0/exact").asText()))
        .hasSize(100 * 100 * Float.BYTES);
  }

  @Test
  void theSameReportIsTheSameFile() {
    assertThat(page(HOSTILE)).isEqualTo(page(HOSTILE));
  }

  @Test
  void lengthsFallIntoAtMostFortyBins() {
    TreeMap<Integer, Long> lengths = new TreeMap<>();
    for (int n = 3; n < 500; n++) {
      lengths.put(n, 2L);
    }
    LengthHistogram histogram = LengthHistogram.of(lengths);
    assertThat(histogram.width()).isEqualTo(20);
    assertThat(histogram.bins()).hasSize(25);
    assertThat(histogram.bins().get(0)).isEqualTo(new LengthHistogram.Bin(1, 20, 36));
    assertThat(histogram.bins().stream().mapToLong(LengthHistogram.Bin::sentences).sum())
        .isEqualTo(2 * 497);
    lengths.clear();
    lengths.put(7, 1L);
    lengths.put(9, 5L);
    assertThat(LengthHistogram.of(lengths).bins())
        .containsExactly(
            new LengthHistogram.Bin(7, 7, 1),
            new LengthHistogram.Bin(8, 8, 0),
            new LengthHistogram.Bin(9, 9, 5));
  }
}
