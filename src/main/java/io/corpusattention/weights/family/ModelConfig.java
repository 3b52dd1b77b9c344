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
 * A model's config.json. A field of it is looked at when it is asked for, and refused where it is
 * of another kind than it must be; a field that is null, Python's None, is as good as not there.
 *
 * @param label the setting with the file, for messages
 * @param fields none where there is no such file
 */
public record ModelConfig(Given label, JsonNode fields) {
  private static final String FILE = "config.json";
  private static final String MODEL_TYPE = "model_type";
  private static final String POSITIONS = "position_embedding_type";

  /** Ours, of weights that were trained on embeddings to which positions were added. */
  private static final String ADDED_POSITIONS = "positions";

  /**
   * Reads the config.json of a folder.
   *
   * @throws BadSettingException where there is one and it is no JSON object
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

  /** A field as text that a message may show; null where it is not there. */
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

  /** A number of heads; null where the field is not there. */
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

  /** A field that is true or false. */
  boolean flag(String field, boolean otherwise) {
    String text = text(field);
    if (text != null && !fields.get(field).isBoolean()) {
      throw bad(field, "'" + text + "'; it must be true or false, without quotes");
    }
    return text == null ? otherwise : fields.get(field).asBoolean();
  }

  /**
   * Refuses a size that the tensors do not have; one that is not told is not checked.
   *
   * @param actual what the tensors have
   */
  public void requireSize(String field, int actual) {
    int told = index(field, actual);
    if (told != actual) {
      throw bad(field, told + ", but the model's tensors have " + actual);
    }
  }

  /** Refuses what changes the layers in a way that is not computed. */
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

  /** A field with a whole number from 0. */
  public int index(String field, int otherwise) {
    String text = text(field);
    if (text != null && !text.matches("[0-9]{1,9}")) {
      throw bad(field, text + "; it must be a whole number from 0");
    }
    return text == null ? otherwise : Integer.parseInt(text);
  }

  /** A field with a number between 0 and 1. */
  double fraction(String field, double otherwise) {
    String text = text(field);
    try {
      double value = text == null ? otherwise : Double.parseDouble(text);
      if (value > 0 && value < 1) {
        return value;
      }
    } catch (NumberFormatException e) {
      // falls through to what is right
    }
    throw bad(field, text + "; it must be a small number, such as " + otherwise);
  }

  /**
   * Query heads, under whichever name; null where none is there.
   *
   * @throws BadSettingException where two names say different numbers
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

  /** Key-value heads; null where nothing is said. */
  public Integer kvHeads() {
    return count("num_key_value_heads");
  }

  /** The number of layers, by a family's name for it. */
  public int layers(String field) {
    Integer layers = count(field);
    if (layers == null) {
      throw label.bad("has no " + field + ", without which a missing layer cannot be told");
    }
    return layers;
  }

  /** The activation that a field names, as transformers calls it. */
  Activation activation(String field, Activation otherwise) {
    String name = text(field);
    if (name == null) {
      return otherwise;
    }
    return switch (name) {
      case "gelu" -> Activation.GELU;
      // one function, gelu by tanh, under three names
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

  /** The kind of model; null where nothing is said. */
  public String modelType() {
    return text(MODEL_TYPE);
  }

  /**
   * Refuses models whose attention is not softmax(Q Kᵀ · scale) V, although their tensors have the
   * names of models whose attention is.
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
   * Whether the weights are for embeddings to which sinusoidal positions are added.
   *
   * @throws BadSettingException where it says anything but "none" or "sinusoidal"
   */
  public boolean sinusoidalPositions() {
    String positions = text(ADDED_POSITIONS);
    if (positions != null && !positions.equals("none") && !positions.equals("sinusoidal")) {
      throw bad(ADDED_POSITIONS, "'" + positions + "'; it must be \"none\" or \"sinusoidal\"");
    }
    return "sinusoidal".equals(positions);
  }
}
