package io.corpusattention.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.job.run.Corpora;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Verifies that the jobs find what was put in. The sentences come from a small grammar in which a
 * pronoun refers to one of two nouns, and the weights make it attend to that noun.
 */
class GrammarTest {
  private static final int SENTENCES = 1_000;

  /** In this many of ten sentences, "its" refers to the first noun. */
  private static final int FIRST_OF_TEN = 7;

  private static final List<String> NOUNS = List.of("law", "application");
  private static final List<String> OTHERS =
      List.of("never", "perfect", "should", "just", "what", "we", "missing", "opinion");

  // Dimensions of the embeddings.
  private static final int IS_NOUN = 0; // 0 and 1
  private static final int REFERS_TO = 2; // 2 and 3
  private static final int WIDTH = 4;

  @TempDir private Path temp;
  private String attention;
  private final Map<Long, String> referents = new HashMap<>();

  @BeforeEach
  void attend() throws IOException {
    Random random = new Random(1);
    List<Row> rows = new ArrayList<>();
    for (long id = 0; id < SENTENCES; id++) {
      int referent = id % 10 < FIRST_OF_TEN ? 0 : 1;
      referents.put(id, NOUNS.get(referent));
      List<String> tokens = new ArrayList<>();
      for (int i = 0; i < 4 + random.nextInt(6); i++) {
        tokens.add(OTHERS.get(random.nextInt(OTHERS.size())));
      }
      for (String word : List.of(NOUNS.get(0), NOUNS.get(1), "its")) {
        tokens.add(random.nextInt(tokens.size() + 1), word);
      }
      Float[] embeddings = new Float[tokens.size() * WIDTH];
      Arrays.fill(embeddings, 0f);
      for (int i = 0; i < tokens.size(); i++) {
        int noun = NOUNS.indexOf(tokens.get(i));
        if (noun >= 0) {
          embeddings[i * WIDTH + IS_NOUN + noun] = 1f;
        } else if (tokens.get(i).equals("its")) {
          embeddings[i * WIDTH + REFERS_TO + referent] = 1f;
        }
      }
      rows.add(RowFactory.create(id, tokens, Arrays.asList(embeddings)));
    }
    String input = Corpora.write(temp.resolve("corpus"), rows, Corpora.schema(), 4);
    // The query of "its" matches only the key of the noun that it refers to.
    Path weights = Files.createDirectories(temp.resolve("weights"));
    matrix(weights.resolve("W_q.npy"), REFERS_TO, 20f);
    matrix(weights.resolve("W_k.npy"), IS_NOUN, 1f);
    matrix(weights.resolve("W_v.npy"), IS_NOUN, 1f);
    attention = temp.resolve("attention").toString();
    CommandRun.succeed(
        "attend", "--input", input, "--weights", weights.toString(), "--output", attention);
  }

  /**
   * Writes a [WIDTH, 2] matrix that selects two adjacent dimensions of an embedding, times a
   * factor.
   */
  private static void matrix(Path file, int first, float factor) throws IOException {
    Float[] values = new Float[WIDTH * 2];
    Arrays.fill(values, 0f);
    values[first * 2] = factor;
    values[(first + 1) * 2 + 1] = factor;
    Corpora.npy(file, WIDTH, 2, Arrays.asList(values));
  }

  @Test
  void theStrongestLinksOfThePronounAreItsNounsInTheirRatio() throws IOException {
    Path output = temp.resolve("analysis");
    CommandRun.succeed("analyze", "--input", attention, "--output", output.toString());
    List<JsonNode> links = new ArrayList<>();
    for (JsonNode link :
        new ObjectMapper().readTree(output.resolve("analysis.json").toFile()).get("links")) {
      if (link.get("query_word").asText().equals("its")) {
        links.add(link);
      }
    }
    assertThat(links.subList(0, 2))
        .extracting(link -> link.get("key_word").asText())
        .containsExactlyElementsOf(NOUNS);
    assertThat(links.get(0).get("meetings").asInt()).isEqualTo(SENTENCES);
    double ratio = links.get(0).get("weight").asDouble() / links.get(1).get("weight").asDouble();
    double expected = FIRST_OF_TEN / (10.0 - FIRST_OF_TEN);
    assertThat(ratio).isCloseTo(expected, within(0.05 * expected));
    assertThat(links.get(2).get("weight").asDouble()).isLessThan(0.01);
  }

  @Test
  void theReferredNounIsTheWordThatReceivesMost() {
    Path output = temp.resolve("summaries");
    CommandRun.succeed(
        "summarize", "--input", attention, "--words", "1", "--output", output.toString());
    int right = 0;
    for (Row row : CommandRun.rows(output, "summaries")) {
      List<String> words = row.getList(row.fieldIndex("words"));
      if (words.equals(List.of(referents.get(row.getLong(0))))) {
        right++;
      }
    }
    assertThat(right).isGreaterThanOrEqualTo(SENTENCES * 95 / 100);
  }
}
