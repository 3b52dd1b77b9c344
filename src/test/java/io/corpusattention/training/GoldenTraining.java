package io.corpusattention.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionConfig;
import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.attention.AttentionShape;
import io.corpusattention.attention.ContextOutput;
import io.corpusattention.attention.Mask;
import io.corpusattention.math.Kernel;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A test case from src/test/python/make_gradients.py. */
record GoldenTraining(JsonNode json) {
  /** Reads all cases of a file in src/test/resources/training. */
  static List<GoldenTraining> read(String file) throws IOException {
    List<GoldenTraining> cases = new ArrayList<>();
    try (InputStream in = GoldenTraining.class.getResourceAsStream("/training/" + file)) {
      new ObjectMapper().readTree(in).forEach(json -> cases.add(new GoldenTraining(json)));
    }
    return cases;
  }

  @Override
  public String toString() {
    return json.get("name").asText();
  }

  int number(String name) {
    return json.get(name).asInt();
  }

  double real(String name) {
    return json.get(name).asDouble();
  }

  static double[] doubles(JsonNode array) {
    double[] values = new double[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = array.get(i).asDouble();
    }
    return values;
  }

  static float[] floats(JsonNode array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) array.get(i).asDouble();
    }
    return values;
  }

  double[] doubles(String name) {
    return doubles(json.get(name));
  }

  float[] floats(String name) {
    return floats(json.get(name));
  }

  boolean classifies() {
    return number("classes") > 0;
  }

  ParameterLayout layout() {
    AttentionShape shape =
        Layers.shape(
            number("d_model"), number("heads"), number("kv_heads"), number("d_k"), number("d_v"));
    boolean biased = json.get("biased").asBoolean();
    return new ParameterLayout(shape, biased, json.get("output").asBoolean(), number("classes"));
  }

  AttentionConfig config() {
    String mask = json.get("mask").asText();
    return new AttentionConfig(
        number("heads"),
        number("kv_heads"),
        mask.equals("none")
            ? new Mask.None()
            : mask.equals("causal")
                ? new Mask.Causal()
                : new Mask.Window(Integer.parseInt(mask.substring("window:".length()))),
        json.get("scale").isNull() ? null : real("scale"),
        1,
        new Alignment.Soft(),
        new AttentionOutput.Full(),
        ContextOutput.TOKENS,
        8 << 20);
  }

  private List<MaskedSentence> masked() {
    List<MaskedSentence> sentences = new ArrayList<>();
    for (JsonNode s : json.get("sentences")) {
      int[] hidden = new int[s.get("hidden").size()];
      for (int i = 0; i < hidden.length; i++) {
        hidden[i] = s.get("hidden").get(i).asInt();
      }
      sentences.add(
          new MaskedSentence(
              sentences.size(),
              s.get("tokens").asInt(),
              floats(s.get("embeddings")),
              s.get("positions").isNull() ? null : floats(s.get("positions")),
              hidden,
              floats(s.get("negatives")),
              IntStream.range(0, s.get("negatives").size() / number("d_model")).toArray()));
    }
    return sentences;
  }

  private List<LabelledSentence> labelled() {
    List<LabelledSentence> sentences = new ArrayList<>();
    for (JsonNode s : json.get("sentences")) {
      sentences.add(
          new LabelledSentence(
              sentences.size(),
              s.get("tokens").asInt(),
              floats(s.get("embeddings")),
              s.get("label").asInt()));
    }
    return sentences;
  }

  /** Returns a function that sums over all sentences with given parameters. */
  Summing summing(Kernel kernel) {
    if (classifies()) {
      return summing(new ClassifyObjective(layout(), config(), 0, kernel), labelled());
    }
    return summing(
        new MaskedObjective(layout(), config(), real("temperature"), 0, kernel), masked());
  }

  private <S> Summing summing(Objective<S> objective, List<S> sentences) {
    return parameters -> {
      TrainingSums sums = new TrainingSums(layout().size());
      objective.load(parameters);
      // Adds one half as a group, and the other half one by one.
      int half = (sentences.size() + 1) / 2;
      boolean finite = objective.add(sentences.subList(0, half), 0, sums);
      for (S sentence : sentences.subList(half, sentences.size())) {
        finite &= objective.add(sentence, 0, sums);
      }
      if (!finite) {
        throw new ArithmeticException("a number overflows float32");
      }
      return sums;
    };
  }

  /** Sums the losses and gradients of all sentences. */
  interface Summing {
    TrainingSums of(float[] parameters);
  }
}
