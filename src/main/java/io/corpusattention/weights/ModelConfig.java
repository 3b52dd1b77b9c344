package io.corpusattention.weights;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.weights.files.FileText;
import io.corpusattention.weights.files.StrictJson;
import io.corpusattention.weights.files.WeightFiles;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a model's config.json says of its attention. Whatever else it says is passed over.
 *
 * @param label the setting with the file, for messages
 * @param fields the fields that matter and are there: Integer, Boolean or String
 */
record ModelConfig(Given label, Map<String, Object> fields) {
  static final String FILE = "config.json";

  /** Models whose attention is softmax(Q Kᵀ · scale) V and nothing else. */
  private static final List<String> MODEL_TYPES =
      List.of("bert", "roberta", "xlm-roberta", "camembert", "electra", "distilbert", "gpt2");

  /** BERT's name, DistilBERT's and GPT-2's. */
  private static final List<String> HEADS = List.of("num_attention_heads", "n_heads", "n_head");

  private static final String KV_HEADS = "num_key_value_heads";
  private static final String POSITIONS = "position_embedding_type";

  /** Ours, of weights that were trained on embeddings to which positions were added. */
  private static final String ADDED_POSITIONS = "positions";

  private static final String MODEL_TYPE = "model_type";
  private static final String SCALED = "scale_attn_weights";
  private static final String SCALED_BY_LAYER = "scale_attn_by_inverse_layer_idx";
  private static final String DECODER = "is_decoder";
  private static final String PADDING = "pad_token_id";
  private static final String EPSILON = "layer_norm_eps";

  private static final Set<String> COUNTS =
      Set.of("num_attention_heads", "n_heads", "n_head", KV_HEADS);
  private static final Set<String> TEXTS =
      Set.of(POSITIONS, ADDED_POSITIONS, MODEL_TYPE, PADDING, EPSILON);
  private static final Set<String> FLAGS = Set.of(SCALED, SCALED_BY_LAYER, DECODER);

  /**
   * Reads the config.json of a folder.
   *
   * @return what it says; nothing where there is none
   * @throws BadSettingException where it is no JSON object, or a field that matters is of another
   *     kind
   */
  static ModelConfig read(WeightFiles files) {
    Given label = files.given(FILE);
    Map<String, Object> fields = new HashMap<>();
    try {
      if (files.exists(FILE)) {
        read(files, label, fields);
      }
    } catch (IOException e) {
      throw StrictJson.failure(label, "contents", e);
    }
    return new ModelConfig(label, fields);
  }

  private static void read(WeightFiles files, Given label, Map<String, Object> fields)
      throws IOException {
    long size = files.size(FILE);
    if (size > StrictJson.MAX_BYTES) {
      throw label.bad("has " + size + " bytes; at most " + StrictJson.MAX_BYTES + " are read");
    }
    try (InputStream in = files.open(FILE);
        JsonParser json = StrictJson.parser(in, size)) {
      // Python writes NaN and Infinity.
      json.enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS.mappedFeature());
      if (!StrictJson.startsObject(json)) {
        throw label.bad("is not a JSON object");
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        JsonToken token = json.nextToken();
        if (fields.containsKey(field)) {
          throw label.bad(field + " is there twice; leave one");
        }
        if (token != JsonToken.VALUE_NULL) { // Python's None: as good as not there
          if (COUNTS.contains(field)) {
            fields.put(field, count(label, field, json));
          } else if (FLAGS.contains(field)) {
            fields.put(field, flag(label, field, json));
          } else if (TEXTS.contains(field)) {
            fields.put(field, text(json));
          }
        }
        json.skipChildren();
      }
      if (!StrictJson.isAtEnd(json)) {
        throw label.bad("has something after its JSON object");
      }
    }
  }

  private static String text(JsonParser json) throws IOException {
    return FileText.shown(json.getText());
  }

  private static Integer count(Given label, String field, JsonParser json) throws IOException {
    String text = text(json);
    if (json.currentToken() == JsonToken.VALUE_NUMBER_INT && text.matches("[1-9][0-9]{0,8}")) {
      return Integer.valueOf(text);
    }
    throw label.bad(field + " is " + text + "; it must be a whole number from 1");
  }

  private static Boolean flag(Given label, String field, JsonParser json) throws IOException {
    if (json.currentToken().isBoolean()) {
      return json.getBooleanValue();
    }
    throw label.bad(field + " is '" + text(json) + "'; it must be true or false, without quotes");
  }

  /**
   * Query heads, or null.
   *
   * @throws BadSettingException where two names say different numbers
   */
  Integer heads() {
    List<String> given = HEADS.stream().filter(fields::containsKey).toList();
    if (given.stream().map(fields::get).distinct().count() > 1) {
      throw label.bad(
          given.stream()
                  .map(name -> name + " is " + fields.get(name))
                  .collect(Collectors.joining(" but "))
              + "; all are the number of heads, leave the right one");
    }
    return given.isEmpty() ? null : (Integer) fields.get(given.get(0));
  }

  /** Key-value heads, or null. */
  Integer kvHeads() {
    return (Integer) fields.get(KV_HEADS);
  }

  /**
   * Refuses models whose attention is not softmax(Q Kᵀ · scale) V, although their tensors have the
   * names of models whose attention is.
   */
  void requirePlainAttention() {
    String remedy =
        "; if its attention is softmax(Q K^T * scale) V, save the layer's tensors as query.weight,"
            + " key.weight and value.weight in a file of their own";
    Object type = fields.get(MODEL_TYPE);
    if (type != null && !MODEL_TYPES.contains(type)) {
      throw label.bad(
          MODEL_TYPE
              + " is "
              + type
              + "; the models that are known are "
              + String.join(", ", MODEL_TYPES)
              + remedy);
    }
    Object positions = fields.get(POSITIONS);
    if (positions != null && !positions.equals("absolute")) {
      throw label.bad(
          POSITIONS
              + " is "
              + positions
              + ", which changes the scores in a way that is not computed; only absolute positions"
              + " leave them as they are");
    }
  }

  /**
   * Whether the weights are for embeddings to which sinusoidal positions are added.
   *
   * @throws BadSettingException where it says anything but "none" or "sinusoidal"
   */
  boolean sinusoidalPositions() {
    Object positions = fields.getOrDefault(ADDED_POSITIONS, "none");
    if (!positions.equals("none") && !positions.equals("sinusoidal")) {
      throw label.bad(
          ADDED_POSITIONS + " is '" + positions + "'; it must be \"none\" or \"sinusoidal\"");
    }
    return positions.equals("sinusoidal");
  }

  /** The kind of model, or null. */
  String modelType() {
    return (String) fields.get(MODEL_TYPE);
  }

  /** The padding token's id; where nothing is said, 1, as RoBERTa has it. */
  int paddingId() {
    Object text = fields.getOrDefault(PADDING, "1");
    if (text.toString().matches("[0-9]{1,9}")) {
      return Integer.parseInt(text.toString());
    }
    throw label.bad(PADDING + " is " + text + "; it must be a whole number from 0");
  }

  /** What a LayerNorm adds to the variance; where nothing is said, 1e-12, as BERT has it. */
  double layerNormEpsilon() {
    Object text = fields.getOrDefault(EPSILON, "1e-12");
    try {
      double epsilon = Double.parseDouble(text.toString());
      if (epsilon > 0 && epsilon < 1) {
        return epsilon;
      }
    } catch (NumberFormatException e) {
      // falls through to what is right
    }
    throw label.bad(EPSILON + " is " + text + "; it must be a small number, such as 1e-12");
  }

  /** Whether tokens see only what stands before them, in models that may be either. */
  boolean isDecoder() {
    return Boolean.TRUE.equals(fields.get(DECODER));
  }

  /**
   * How a GPT-2 layer scales its scores, or null for 1/√d_k.
   *
   * @param layer counted from 0
   * @throws BadSettingException where it depends on a number of heads that is not there
   */
  ModelScale gpt2Scale(int layer) {
    boolean byKeyWidth = !Boolean.FALSE.equals(fields.get(SCALED));
    boolean byLayer = Boolean.TRUE.equals(fields.get(SCALED_BY_LAYER));
    if (byKeyWidth && byLayer && heads() == null) {
      throw label.bad("has " + SCALED_BY_LAYER + " but no n_head, on which the scale depends");
    }
    return byKeyWidth && !byLayer ? null : new ModelScale(byKeyWidth, byLayer ? layer + 1 : 1);
  }
}
