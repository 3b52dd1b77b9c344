package io.corpusattention.weights.family;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.math.Activation;
import io.corpusattention.weights.files.FileText;
import io.corpusattention.weights.files.StrictJson;
import io.corpusattention.weights.files.WeightFiles;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A model's config.json. Each field is checked when it is read, and refused if it has the wrong
 * type. A field that is null (Python's None) counts as missing.
 *
 * @param label the setting with the file, for messages
 * @param fields the fields; empty if there is no file
 */
public record ModelConfig(Given label, JsonNode fields) {
  private static final String FILE = "config.json";
  private static final String MODEL_TYPE = "model_type";
  private static final String POSITIONS = "position_embedding_type";

  /** This project's field for weights that were trained on embeddings with added positions. */
  private static final String ADDED_POSITIONS = "positions";

  /**
   * Reads the config.json of a folder.
   *
   * @throws BadSettingException if the file exists but is not a JSON object
   */
  public static ModelConfig read(WeightFiles files) {
    Given label = files.given(FILE);
    try {
      JsonNode fields =
          files.exists(FILE)
              ? StrictJson.object(files, FILE)
              : JsonNodeFactory.instance.objectNode();
      return new ModelConfig(label, fields);
    } catch (IOException e) {
      throw FileText.unreadable(label, e);
    }
  }

  /** Returns a field as text for messages, or null if it is missing. */
  private String text(String field) {
    JsonNode value = fields.path(field);
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    return FileText.shown(value.isValueNode() ? value.asText() : value.toString());
  }

  private BadSettingException bad(String field, String rest) {
    return label.bad(field + " is " + rest);
  }

  /** Returns a field that is a whole number from 1, or null if it is missing. */
  private Integer count(String field) {
    String text = text(field);
    if (text == null) {
      return null;
    }
    if (fields.get(field).isIntegralNumber() && text.matches("[1-9][0-9]{0,8}")) {
      return Integer.valueOf(text);
    }
    throw bad(field, text + "; it must be a whole number from 1");
  }

  /** Returns a field that is true or false. */
  boolean flag(String field, boolean otherwise) {
    String text = text(field);
    if (text != null && !fields.get(field).isBoolean()) {
      throw bad(field, "'" + text + "'; it must be true or false, without quotes");
    }
    return text == null ? otherwise : fields.get(field).asBoolean();
  }

  /**
   * Refuses a size that differs from the tensors. A missing field is not checked.
   *
   * @param actual the size in the tensors
   */
  public void requireSize(String field, int actual) {
    int told = index(field, actual);
    if (told != actual) {
      throw bad(field, told + ", but the model's tensors have " + actual);
    }
  }

  /** Refuses fields that change the layers in a way that is not supported. */
  public void requirePlainLayers() {
    if (flag("add_cross_attention", false)) {
      throw bad("add_cross_attention", "true, and attention to another text is not computed");
    }
    JsonNode pruned = fields.path("pruned_heads");
    if (!pruned.isMissingNode() && !pruned.isEmpty()) {
      throw bad(
          "pruned_heads",
          text("pruned_heads") + ", and layers of different heads are not computed");
    }
  }

  /** Returns a field that is a whole number from 0. */
  public int index(String field, int otherwise) {
    String text = text(field);
    if (text != null && !text.matches("[0-9]{1,9}")) {
      throw bad(field, text + "; it must be a whole number from 0");
    }
    return text == null ? otherwise : Integer.parseInt(text);
  }

  /** Returns a field that is a number between 0 and 1. */
  double fraction(String field, double otherwise) {
    String text = text(field);
    try {
      double value = text == null ? otherwise : Double.parseDouble(text);
      if (value > 0 && value < 1) {
        return value;
      }
    } catch (NumberFormatException e) {
      // falls through to the error below
    }
    throw bad(field, text + "; it must be a small number, such as " + otherwise);
  }

  /**
   * Returns the number of query heads, under any family's name for it, or null if there is none.
   *
   * @throws BadSettingException if two fields give different numbers
   */
  public Integer heads() {
    List<String> given =
        Families.ALL.stream()
            .map(family -> family.names().config().heads())
            .distinct()
            .filter(field -> count(field) != null)
            .toList();
    if (given.stream().map(this::count).distinct().count() > 1) {
      throw label.bad(
          given.stream()
                  .map(field -> field + " is " + count(field))
                  .collect(Collectors.joining(" but "))
              + "; all are the number of heads, leave the right one");
    }
    return given.isEmpty() ? null : count(given.get(0));
  }

  /** Returns the number of key-value heads, or null if not given. */
  public Integer kvHeads() {
    return count("num_key_value_heads");
  }

  /** Returns the number of layers, under a family's name for it. */
  public int layers(String field) {
    Integer layers = count(field);
    if (layers == null) {
      throw label.bad("has no " + field + ", without which a missing layer cannot be detected");
    }
    return layers;
  }

  /** Returns the activation that a field names, with the names that transformers uses. */
  Activation activation(String field, Activation otherwise) {
    String name = text(field);
    if (name == null) {
      return otherwise;
    }
    return switch (name) {
      case "gelu" -> Activation.GELU;
      // three names for the same function, GELU with tanh
      case "gelu_new", "gelu_fast", "gelu_pytorch_tanh" -> Activation.GELU_NEW;
      case "relu" -> Activation.RELU;
      default ->
          throw bad(
              field,
              name
                  + "; those that are computed are gelu, gelu_new, gelu_fast, gelu_pytorch_tanh,"
                  + " relu");
    };
  }

  /** Returns the model_type, or null if not given. */
  public String modelType() {
    return text(MODEL_TYPE);
  }

  /**
   * Refuses models whose attention is not softmax(Q Kᵀ · scale) V, although their tensors have the
   * same names as in models where it is.
   */
  public void requirePlainAttention() {
    List<String> known =
        Families.ALL.stream().flatMap(family -> family.names().modelTypes().stream()).toList();
    String type = modelType();
    if (type != null && !known.contains(type)) {
      throw bad(
          MODEL_TYPE,
          type
              + "; the models that are known are "
              + String.join(", ", known)
              + "; if its attention is softmax(Q K^T * scale) V, save the layer's tensors as"
              + " query.weight, key.weight and value.weight in a file of their own");
    }
    String positions = text(POSITIONS);
    if (positions != null && !positions.equals("absolute")) {
      throw bad(
          POSITIONS,
          positions
              + ", which changes the scores in a way that is not computed; only absolute positions"
              + " leave them as they are");
    }
  }

  /**
   * Returns whether the weights expect embeddings with sinusoidal positions added.
   *
   * @throws BadSettingException if the field is neither "none" nor "sinusoidal"
   */
  public boolean sinusoidalPositions() {
    String positions = text(ADDED_POSITIONS);
    if (positions != null && !positions.equals("none") && !positions.equals("sinusoidal")) {
      throw bad(ADDED_POSITIONS, "'" + positions + "'; it must be \"none\" or \"sinusoidal\"");
    }
    return "sinusoidal".equals(positions);
  }
}
