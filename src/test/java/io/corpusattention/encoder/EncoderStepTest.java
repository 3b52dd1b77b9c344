package io.corpusattention.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.attention.AttentionTile;
import io.corpusattention.attention.ContextOutput;
import io.corpusattention.attention.Mask;
import io.corpusattention.attention.Matrix;
import io.corpusattention.attention.ProjectionWeights;
import io.corpusattention.attention.Queries;
import io.corpusattention.attention.RejectReason;
import io.corpusattention.attention.SentenceBatch;
import io.corpusattention.math.Kernel;
import io.corpusattention.math.KernelTest;
import io.corpusattention.weights.EncoderModel;
import io.corpusattention.weights.EncoderReader;
import io.corpusattention.weights.files.LocalWeightFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares all layers of tiny models of every family with transformers in float64. Models and
 * numbers come from src/test/python/make_encoders.py.
 */
class EncoderStepTest {
  private static final Path FOLDER = Path.of("src/test/resources/encoders");
  private static final int HEADS = 3;
  private static final int WIDTH = 36;
  private static final List<Integer> ALL = List.of(0, 1, 2);

  /**
   * A sentence in a golden file.
   *
   * @param attention the attention by layer, each [heads, n, n]
   */
  private record Sentence(int n, float[] embeddings, List<double[]> attention) {}

  private static List<Sentence> sentences(String model) throws IOException {
    JsonNode file =
        new ObjectMapper().readTree(FOLDER.resolve(model).resolve("expected.json").toFile());
    List<Sentence> sentences = new ArrayList<>();
    for (JsonNode sentence : file.get("sentences")) {
      double[] values = numbers(sentence.get("embeddings"));
      float[] embeddings = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        embeddings[i] = (float) values[i];
      }
      List<double[]> attention = new ArrayList<>();
      sentence.get("attention").forEach(layer -> attention.add(numbers(layer)));
      sentences.add(new Sentence(sentence.get("n").asInt(), embeddings, attention));
    }
    return sentences;
  }

  private static double[] numbers(JsonNode array) {
    double[] numbers = new double[array.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = array.get(i).asDouble();
    }
    return numbers;
  }

  private static EncoderModel model(String name) throws IOException {
    return EncoderReader.read(new LocalWeightFiles(FOLDER.resolve(name), null));
  }

  private static List<EncoderLayer> layers(String model) throws IOException {
    return model(model).layers();
  }

  private static AttentionConfig config(String model) throws IOException {
    return new AttentionConfig(
        HEADS,
        HEADS,
        model(model).causal() ? new Mask.Causal() : new Mask.None(),
        null,
        1,
        new Alignment.Soft(),
        new AttentionOutput.Full(),
        ContextOutput.NONE,
        1L << 20);
  }

  /** Collects the output and records its order. */
  private static final class Collector implements EncoderStep.Sink {
    final Map<String, float[]> attention = new LinkedHashMap<>(); // "sentence.layer"
    final Map<String, String> top = new LinkedHashMap<>(); // and what each token receives
    final Map<Integer, float[]> hidden = new LinkedHashMap<>();
    final List<String> rejected = new ArrayList<>();

    @Override
    public void accept(AttentionTile tile) {
      assertThat(tile.queryStart()).isZero();
      String row = tile.sentence() + "." + tile.layer();
      attention.put(row, Arrays.copyOf(tile.attention(), tile.attentionCount()));
      top.put(
          row,
          Arrays.toString(Arrays.copyOf(tile.keys(), tile.topCount()))
              + Arrays.toString(Arrays.copyOf(tile.weights(), tile.topCount()))
              + Arrays.toString(Arrays.copyOf(tile.keptMass(), tile.keptMassCount()))
              + Arrays.toString(Arrays.copyOf(tile.received(), tile.numTokens())));
    }

    @Override
    public void hidden(int sentence, float[] values, int count) {
      hidden.put(sentence, Arrays.copyOf(values, count));
    }

    @Override
    public void reject(int sentence, RejectReason reason, String detail) {
      rejected.add(sentence + " " + reason + " " + detail);
    }
  }

  private static Collector run(
      List<EncoderLayer> layers,
      AttentionConfig config,
      List<Integer> kept,
      Kernel kernel,
      List<Sentence> sentences)
      throws IOException {
    return run(layers, config, kept, new HiddenStates(Pooling.MEAN, true), kernel, sentences);
  }

  private static Collector run(
      List<EncoderLayer> layers,
      AttentionConfig config,
      List<Integer> kept,
      HiddenStates hidden,
      Kernel kernel,
      List<Sentence> sentences)
      throws IOException {
    EncoderStep step =
        new EncoderStep(
            EncoderStack.of(layers, null, kept, hidden), config, new Queries.Self(), kernel);
    SentenceBatch batch = step.newBatch();
    for (Sentence sentence : sentences) {
      int start = batch.add(0, sentence.n());
      System.arraycopy(
          sentence.embeddings(), 0, batch.embeddings(), start, sentence.embeddings().length);
    }
    Collector collector = new Collector();
    step.run(batch, collector);
    return collector;
  }

  static List<String> models() throws IOException {
    try (Stream<Path> folders = Files.list(FOLDER)) {
      return folders.map(folder -> folder.getFileName().toString()).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyLayerAttendsAsTransformersHasIt(String model) throws IOException {
    List<Sentence> sentences = sentences(model);
    for (Kernel kernel : KernelTest.kernels().toList()) {
      Collector found = run(layers(model), config(model), ALL, kernel, sentences);
      assertThat(found.rejected).isEmpty();
      for (int i = 0; i < sentences.size(); i++) {
        for (int layer : ALL) {
          float[] actual = found.attention.get(i + "." + layer);
          double[] expected = sentences.get(i).attention().get(layer);
          assertThat(actual).hasSameSizeAs(expected);
          for (int j = 0; j < actual.length; j++) {
            assertThat((double) actual[j])
                .as("%s, sentence %d, layer %d", model, i, layer)
                .isCloseTo(expected[j], Offset.offset(2e-5));
          }
        }
      }
    }
  }

  @Test
  void aSentencesRowsComeOneAfterTheOther() throws IOException {
    Collector found = run(layers("gelu"), config("gelu"), ALL, kernel(0), sentences("gelu"));
    assertThat(found.attention.keySet())
        .containsExactly("0.0", "0.1", "0.2", "1.0", "1.1", "1.2", "2.0", "2.1", "2.2");
  }

  private static Kernel kernel(int which) {
    return KernelTest.kernels().toList().get(which);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gelu", "gpt2-by-layer"})
  void theBitsAreTheSameInAnyBatchAnyKernelAndWithAnyLayers(String model) throws IOException {
    List<EncoderLayer> layers = layers(model);
    List<Sentence> sentences = sentences(model);
    AttentionConfig config = config(model);
    Map<String, float[]> all = run(layers, config, ALL, kernel(0), sentences).attention;
    Map<String, float[]> simd = run(layers, config, ALL, kernel(1), sentences).attention;
    all.forEach((row, attention) -> assertThat(simd.get(row)).as(row).isEqualTo(attention));
    for (int i = 0; i < sentences.size(); i++) {
      for (List<Integer> kept : List.of(ALL, List.of(1), List.of(0, 2), List.of(2))) {
        Map<String, float[]> alone =
            run(layers, config, kept, kernel(1), List.of(sentences.get(i))).attention;
        assertThat(alone).hasSameSizeAs(kept);
        for (int layer : kept) {
          assertThat(alone.get("0." + layer)).isEqualTo(all.get(i + "." + layer));
        }
      }
    }
  }

  @Test
  void aTileThatWasHeldHasTheBitsOfOneThatIsComputedAgain() throws IOException {
    List<Sentence> sentences = sentences("gelu");
    for (AttentionOutput output :
        List.of(new AttentionOutput.Full(), new AttentionOutput.TopK(3))) {
      AttentionConfig held =
          config("gelu").keeping(output, ContextOutput.NONE, AttentionConfig.DEFAULT_MAX_ROW_BYTES);
      // Tiles are computed again if context vectors are averaged.
      AttentionConfig again =
          held.keeping(output, ContextOutput.MEAN, AttentionConfig.DEFAULT_MAX_ROW_BYTES);
      for (Kernel kernel : KernelTest.kernels().toList()) {
        Collector one = run(layers("gelu"), held, ALL, kernel, sentences);
        Collector other = run(layers("gelu"), again, ALL, kernel, sentences);
        assertThat(one.attention).hasSize(ALL.size() * sentences.size());
        one.attention.forEach(
            (row, attention) -> assertThat(other.attention.get(row)).as(row).isEqualTo(attention));
        assertThat(other.top).isEqualTo(one.top);
      }
    }
  }

  @Test
  void aSentenceWithoutFiniteNumbersLeavesNoRowAndHarmsNoOther() throws IOException {
    List<Sentence> sentences = new ArrayList<>(sentences("gelu"));
    float[] huge = new float[2 * WIDTH];
    Arrays.fill(huge, 3e38f);
    sentences.add(1, new Sentence(2, huge, List.of()));
    Collector found = run(layers("gelu"), config("gelu"), ALL, kernel(1), sentences);
    assertThat(found.rejected).singleElement().asString().startsWith("1 OVERFLOW in layer 0, ");
    Map<String, float[]> without =
        run(layers("gelu"), config("gelu"), ALL, kernel(1), sentences("gelu")).attention;
    assertThat(found.attention).hasSameSizeAs(without);
    assertThat(found.attention.get("2.2")).isEqualTo(without.get("1.2"));
  }

  @ParameterizedTest
  @MethodSource("models")
  void theLastLayerHasTheSameBitsIfNothingNeedsItsValues(String model) throws IOException {
    List<Sentence> sentences = sentences(model);
    AttentionConfig config =
        config(model)
            .keeping(
                new AttentionOutput.TopK(3),
                ContextOutput.NONE,
                AttentionConfig.DEFAULT_MAX_ROW_BYTES);
    for (Kernel kernel : KernelTest.kernels().toList()) {
      Collector needed = run(layers(model), config, ALL, kernel, sentences);
      Collector alone = run(layers(model), config, ALL, HiddenStates.NONE, kernel, sentences);
      assertThat(alone.top).isEqualTo(needed.top).hasSize(ALL.size() * sentences.size());
      assertThat(alone.hidden).isEmpty();
    }
  }

  @Test
  void aContextVectorThatOverflowsInTheLastLayerRejectsTheSentenceThoughNothingNeedsIt()
      throws IOException {
    List<EncoderLayer> layers = new ArrayList<>(layers("gelu"));
    EncoderLayer last = layers.remove(2);
    ProjectionWeights weights = last.attention();
    float[] huge = new float[WIDTH * WIDTH];
    Arrays.fill(huge, 3e38f);
    layers.add(
        new EncoderLayer(
            new ProjectionWeights(
                "huge",
                weights.query(),
                weights.key(),
                new Matrix(WIDTH, WIDTH, huge),
                weights.queryBias(),
                weights.keyBias(),
                weights.valueBias()),
            last.scale(),
            last.block()));
    for (Kernel kernel : KernelTest.kernels().toList()) {
      Collector found =
          run(layers, config("gelu"), ALL, HiddenStates.NONE, kernel, sentences("gelu"));
      assertThat(found.rejected)
          .hasSameSizeAs(sentences("gelu"))
          .allMatch(line -> line.contains("OVERFLOW in layer 2, a context vector overflows"));
      assertThat(found.attention).isEmpty();
    }
  }
}
