package io.corpusattention.job.summarize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.corpusattention.job.attend.Attend;
import io.corpusattention.job.run.SharedSpark;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.spark.ml.feature.StopWordsRemover;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests keywords, phrases and main sentences of documents. */
class SummarizeDocumentsTest {
  private static final Offset<Double> CLOSE = within(1e-6);
  private static final Set<String> STOP = Set.of(StopWordsRemover.loadDefaultStopWords("english"));

  @TempDir private Path temp;

  private Path attend(String name, List<Row> sentences, String... more) {
    return new Documents(temp).attend(name, sentences, more);
  }

  private Path output(String name) {
    return temp.resolve("runs").resolve(name);
  }

  private Path summarize(String name, Path attention, String... more) {
    List<String> options = new ArrayList<>(List.of(more));
    options.addAll(List.of("--document-column", "document"));
    Summarize.succeed(attention, output(name), options.toArray(new String[0]));
    return output(name);
  }

  private static boolean content(String token) {
    return !STOP.contains(token.toLowerCase(Locale.ROOT)) && !token.matches("[.,]");
  }

  /** Computes G + P of each token, averaged over heads, by the formulas in double precision. */
  private static double[] ranks(Row row) {
    List<Float> a = Attend.list(row, "attention");
    int n = row.getInt(row.fieldIndex("num_tokens"));
    int heads = 4;
    double[] ranks = new double[n];
    for (int h = 0; h < heads; h++) {
      double[] columns = new double[n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          columns[j] += a.get((h * n + i) * n + j);
        }
      }
      for (int i = 0; i < n; i++) {
        double proportional = 0;
        for (int j = 0; j < n; j++) {
          proportional += columns[j] > 0 ? a.get((h * n + i) * n + j) / columns[j] : 0;
        }
        ranks[i] += (columns[i] + proportional) / heads;
      }
    }
    return ranks;
  }

  /** Returns the scores of words and phrases by document and lowercase text. */
  private static Map<String, Map<String, Double>> expected(Path attention, boolean phrases) {
    Map<String, Map<String, Double>> scores = new HashMap<>();
    for (Row row : Attend.table(attention).values()) {
      Map<String, Double> document =
          scores.computeIfAbsent(row.getAs("document"), name -> new HashMap<>());
      List<String> tokens = Attend.list(row, "tokens");
      double[] ranks = ranks(row);
      for (int from = 0; from < tokens.size(); from++) {
        if (!content(tokens.get(from))) {
          continue;
        }
        int to = from + 1;
        double sum = ranks[from];
        while (phrases && to < tokens.size() && content(tokens.get(to))) {
          sum += ranks[to++];
        }
        if (!phrases || (to - from >= 2 && to - from <= 4)) {
          String text = String.join(" ", tokens.subList(from, to)).toLowerCase(Locale.ROOT);
          document.merge(text, sum, Double::sum);
        }
        from = to - 1;
      }
    }
    return scores;
  }

  @Test
  void keywordsAndPhrasesHaveTheScoresOfTheFormulas() {
    Path attention = attend("run", Documents.sentences(60));
    Map<String, Row> actual = Summarize.keywords(summarize("run", attention));
    assertThat(actual.keySet()).contains("d0/word/1", "d3/phrase/10").hasSize(4 * (5 + 10));
    for (boolean phrases : new boolean[] {false, true}) {
      expected(attention, phrases)
          .forEach(
              (document, scores) -> {
                List<String> best = new ArrayList<>(scores.keySet());
                best.sort((a, b) -> Double.compare(scores.get(b), scores.get(a)));
                for (int rank = 1; rank <= Math.min(10, best.size()); rank++) {
                  Row row = actual.get(document + (phrases ? "/phrase/" : "/word/") + rank);
                  String expected = best.get(rank - 1);
                  assertThat(row.getString(2)).isEqualToIgnoringCase(expected);
                  assertThat(row.getDouble(4)).isCloseTo(scores.get(expected), CLOSE);
                }
              });
    }
  }

  @Test
  void mainSentencesHoldMostOfTheirDocumentsKeywords() {
    Path attention = attend("run", Documents.sentences(60));
    Path output = summarize("run", attention, "--keywords", "3", "--sentences", "2");
    Map<String, Row> keywords = Summarize.keywords(output);
    Map<String, Row> documents = Summarize.documents(output);
    assertThat(documents.keySet()).containsExactly("d0", "d1", "d2", "d3");
    documents.forEach(
        (document, row) -> {
          Map<String, Double> scores = new HashMap<>();
          for (int rank = 1; rank <= 3; rank++) {
            Row keyword = keywords.get(document + "/word/" + rank);
            scores.put(keyword.getString(2).toLowerCase(Locale.ROOT), keyword.getDouble(4));
          }
          Map<Long, Double> carried = new HashMap<>();
          for (Row sentence : Attend.table(attention).values()) {
            if (sentence.<String>getAs("document").equals(document)) {
              Set<String> words = new HashSet<>();
              Attend.<String>list(sentence, "tokens")
                  .forEach(w -> words.add(w.toLowerCase(Locale.ROOT)));
              words.retainAll(scores.keySet());
              carried.put(sentence.getLong(0), words.stream().mapToDouble(scores::get).sum());
            }
          }
          List<Long> best = new ArrayList<>(carried.keySet());
          best.sort(
              (a, b) -> {
                int order = Double.compare(carried.get(b), carried.get(a));
                return order != 0 ? order : Long.compare(a, b);
              });
          assertThat(row.getLong(1)).isEqualTo(15);
          assertThat(Attend.<Long>list(row, "ids")).isEqualTo(best.subList(0, 2));
          assertThat(Attend.<Double>list(row, "scores").get(0))
              .isCloseTo(carried.get(best.get(0)), CLOSE);
        });
  }

  @Test
  void tilesAndAnyPartitionsGiveTheSameBits() {
    List<Row> sentences = Documents.sentences(60);
    Path whole = attend("whole", sentences);
    Path tiled = attend("tiled", sentences, "--max-row-bytes", "3000");
    assertThat(Attend.table(tiled)).hasSizeGreaterThan(100);
    Path expected = summarize("one", whole, "--partitions", "1");
    for (Path other :
        List.of(
            summarize("64", whole, "--partitions", "64"),
            summarize("split", whole),
            summarize("tiles-1", tiled, "--partitions", "1"),
            summarize("tiles-64", tiled, "--partitions", "64"),
            summarize("tiles", tiled))) {
      assertThat(Summarize.keywords(other)).isEqualTo(Summarize.keywords(expected));
      assertThat(Summarize.documents(other)).isEqualTo(Summarize.documents(expected));
    }
  }

  @Test
  void aKeywordIsCountedWhateverItsCaseAndSpeltAsItIsMostOften() {
    Path attention =
        attend(
            "run",
            List.of(
                Documents.sentence(1, "d", "NASA and Nasa"),
                Documents.sentence(2, "d", "the NASA"),
                Documents.sentence(3, "e", "nasa")));
    Map<String, Row> keywords = Summarize.keywords(summarize("run", attention));
    assertThat(keywords.keySet()).containsExactly("d/word/1", "e/word/1");
    assertThat(keywords.get("d/word/1").getString(2)).isEqualTo("NASA");
    assertThat(keywords.get("d/word/1").getLong(5)).isEqualTo(3);
    assertThat(keywords.get("e/word/1").getDouble(4)).isEqualTo(2); // one token: G = P = 1
  }

  @Test
  void inFrenchAKeywordIsCountedWhateverIsElidedBeforeIt() {
    List<Row> sentences =
        List.of(
            Documents.sentence(1, "d", "l'école"),
            Documents.sentence(2, "d", "École"),
            Documents.sentence(3, "d", "qu'il L\u2019E\u0301cole"),
            Documents.sentence(4, "d", "école de"));
    Path attention = attend("run", sentences);
    Map<String, Row> french =
        Summarize.keywords(summarize("fr", attention, "--stop-words", "french"));
    assertThat(french.keySet()).containsExactly("d/word/1");
    assertThat(french.get("d/word/1").getString(2)).isEqualTo("École"); // the first on a tie
    assertThat(french.get("d/word/1").getLong(5)).isEqualTo(4);
    assertThat(Summarize.keywords(summarize("en", attention)).keySet())
        .contains("d/word/1", "d/word/2", "d/word/3");
  }

  @Test
  void aDocumentOfStopWordsAloneHasNoKeywordsAndNoMainSentences() {
    Path attention = attend("run", List.of(Documents.sentence(1, "d", "it was .")));
    Path output = summarize("run", attention);
    assertThat(Summarize.keywords(output)).isEmpty();
    Row document = Summarize.documents(output).get("d");
    assertThat(document.getLong(1)).isOne();
    assertThat(Attend.<Long>list(document, "ids")).isEmpty();
  }

  @Test
  void documentsMayBeNamedByNumbersAndSentencesByText() {
    String corpus = temp.resolve("numbered").toString();
    SharedSpark.session()
        .createDataFrame(Documents.sentences(8), Documents.SCHEMA)
        .withColumn("document", functions.expr("int(substr(document, 2, 1))"))
        .withColumn("sentence_id", functions.expr("concat(document, '.', sentence_id)"))
        .write()
        .parquet(corpus);
    Path output = summarize("run", new Documents(temp).attend("run", corpus));
    Map<String, Row> documents = Summarize.documents(output);
    assertThat(documents.get("3").get(0)).isEqualTo(3);
    assertThat(Attend.<String>list(documents.get("3"), "ids")).containsOnly("3.3", "3.7");
    Row summary = Summarize.summaries(output).get("3.7");
    assertThat(summary.getInt(summary.fieldIndex("document"))).isEqualTo(3);
  }

  @Test
  void theFirstDocumentsKeywordsAreShown() {
    Path attention =
        attend(
            "run",
            List.of(
                Documents.sentence(1, "d10", "a dog"),
                Documents.sentence(2, "d9", "the old law of courts")));
    Summarize run = Summarize.succeed(attention, output("run"), "--document-column", "document");
    assertThat(run.out())
        .contains("Documents  2, with 5 keywords and phrases", "Keywords of document d9", "old law")
        .containsPattern("Phrases\\R  old law\\R")
        .contains("runs/run/keywords", "runs/run/documents");
  }
}
