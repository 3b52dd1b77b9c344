package io.corpusattention.report;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdScalarSerializer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Writes a report as one HTML file with its data, D3, and the scripts that draw.
 *
 * <p>Nothing from a corpus becomes markup. It is JSON in a block that browsers do not run, with
 * every character escaped that could end the block, and it is drawn as text. A
 * Content-Security-Policy lets only the file's own scripts run, identified by their hashes, and
 * lets nothing be fetched.
 */
public final class ReportPage {
  /** The start of each page. */
  public static final String START = "<!doctype html>\n<html lang=\"en\">";

  private static final String D3 = "/META-INF/resources/webjars/d3/7.9.0/dist/d3.min.js";

  /** This project's scripts, in order of dependency. The page joins them to one script. */
  private static final List<String> SCRIPTS =
      List.of(
          "text.js",
          "tip.js",
          "axes.js",
          "data.js",
          "state.js",
          "save.js",
          "sentences.js",
          "lines.js",
          "heatmap.js",
          "values.js",
          "model.js",
          "head.js",
          "words.js",
          "relations.js",
          "panels.js",
          "divergences.js",
          "compare.js",
          "summaries.js",
          "lengths.js",
          "training.js",
          "page.js");

  /** This project's style sheets, the most general first. */
  private static final List<String> STYLES =
      List.of("page.css", "sentences.css", "corpus.css", "training.css", "sizes.css");

  /** The number of steps between the weights 0 and 1: 2 bytes, more precision than is visible. */
  private static final int FINE = 65535;

  /** The number of steps in 1 byte, enough for the shades of a picture. */
  private static final int COARSE = 255;

  /** Pages with more weights than this use coarse steps. */
  private static final long MOST_FINE = 1_000_000;

  /** Keeps the names that the figures of the corpus have in analysis.json. */
  private static final ObjectMapper JSON =
      new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

  /** Writes the same with short numbers, because a page of a whole model has tens of thousands. */
  private static final ObjectMapper FIGURES =
      JSON.copy()
          .registerModule(
              new SimpleModule()
                  .addSerializer(Double.class, new ShortNumber())
                  .addSerializer(Double.TYPE, new ShortNumber()));

  /** Writes six significant digits, more than a page shows, and null for NaN and infinities. */
  private static final class ShortNumber extends StdScalarSerializer<Double> {
    private static final long serialVersionUID = 1;
    private static final MathContext DIGITS = new MathContext(6);

    ShortNumber() {
      super(Double.class);
    }

    @Override
    public void serialize(Double value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (Double.isFinite(value)) {
        out.writeNumber(new BigDecimal(value).round(DIGITS).doubleValue());
      } else {
        out.writeNull();
      }
    }
  }

  private ReportPage() {}

  /** Returns the text of the file. */
  public static String html(Report report) {
    String d3 = resource(D3);
    String script =
        SCRIPTS.stream()
            .map(ReportPage::resource)
            .collect(Collectors.joining("\n", "'use strict';\n", ""));
    String style = STYLES.stream().map(ReportPage::resource).collect(Collectors.joining("\n"));
    String policy =
        "default-src 'none'; script-src "
            + hash(d3)
            + " "
            + hash(script)
            + "; style-src "
            + hash(style)
            + "; img-src data:; base-uri 'none'; form-action 'none'";
    // The data comes last, so that no later replacement applies to its content.
    return resource("page.html")
        .replace("{{policy}}", policy)
        .replace("{{style}}", style)
        .replace("{{d3}}", d3)
        .replace("{{script}}", script)
        .replace("{{data}}", escaped(json(report)));
  }

  private static String json(Report report) {
    long weights = report.sentences().stream().mapToLong(s -> s.weights().length).sum();
    int steps = weights <= MOST_FINE ? FINE : COARSE;
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("source", report.source());
    page.put("notes", report.notes());
    page.put("chosen", report.chosen());
    page.put("analysis", report.analysis());
    page.put("model", report.model());
    page.put("layers", report.layers());
    page.put("heads", report.heads());
    page.put("first_heads", report.firstHeads().stream().findFirst().orElse(List.of()));
    page.put("corpus", FIGURES.valueToTree(report.corpus()));
    page.put("comparison", FIGURES.valueToTree(report.comparison()));
    page.put("training", report.training());
    page.put("lengths", report.lengths());
    page.put("summaries", report.summaries());
    page.put("steps", steps);
    page.put("sentences", report.sentences().stream().map(s -> sentence(s, steps)).toList());
    try {
      return JSON.writeValueAsString(page);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not fit for JSON", e);
    }
  }

  private static Map<String, Object> sentence(SentenceFigure sentence, int steps) {
    boolean exact = steps == COARSE && sentence.held() >= 0;
    Map<String, Object> entry = new LinkedHashMap<>();
    entry.put("id", sentence.id());
    entry.put("keys", sentence.keys());
    entry.put("queries", sentence.queries().equals(sentence.keys()) ? null : sentence.queries());
    entry.put("words", sentence.words());
    entry.put("word_of", sentence.wordOf());
    entry.put("partial", sentence.partial());
    entry.put("held", sentence.held());
    entry.put("exact", exact ? sentence.heldWeights() : null);
    entry.put("kept", sentence.kept());
    entry.put("weights", sentence.encodedWeights(steps));
    return entry;
  }

  /** Escapes characters that occur only in JSON strings, where an escape means the same. */
  private static String escaped(String json) {
    return json.replace("<", "\\u003c")
        .replace(">", "\\u003e")
        .replace("&", "\\u0026")
        .replace("\u2028", "\\u2028")
        .replace("\u2029", "\\u2029");
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  private static String resource(String name) {
    try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("the program's file " + name + " is not there");
      }
      // Normalizes line ends the way browsers do, so that the hashes match.
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
