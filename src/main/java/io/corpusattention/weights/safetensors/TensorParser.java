package io.corpusattention.weights.safetensors;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.weights.files.FileText;
import io.corpusattention.weights.files.StrictJson;
import java.io.IOException;
import java.util.Arrays;

/**
 * Reads the entry of one tensor from a safetensors header. Checks that the entry is valid by
 * itself, without the entries of other tensors.
 */
final class TensorParser {
  /** More than any library supports, and few enough that a header cannot fill the memory. */
  private static final int MAX_DIMENSIONS = 64;

  private static final String FIELDS = "dtype, shape and data_offsets";

  private final Given label;
  private final JsonParser json;
  private final String name;
  private final long dataSize;
  private Dtype dtype;
  private long[] shape;
  private long[] offsets;

  /**
   * @param json positioned before the value that belongs to the tensor's name
   * @param dataSize the number of bytes in the file after its header
   */
  TensorParser(Given label, JsonParser json, String name, long dataSize) {
    this.label = label;
    this.json = json;
    this.name = name;
    this.dataSize = dataSize;
  }

  /**
   * Reads the entry.
   *
   * @throws BadSettingException if the entry is malformed or does not fit the file
   */
  TensorEntry read() throws IOException {
    if (!StrictJson.startsObject(json)) {
      throw bad("is not an object with " + FIELDS);
    }
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      switch (field) {
        case "dtype" -> {
          requireFirst(field, dtype);
          dtype = dtype();
        }
        case "shape" -> {
          requireFirst(field, shape);
          shape = sizes(field, MAX_DIMENSIONS);
        }
        case "data_offsets" -> {
          requireFirst(field, offsets);
          offsets = sizes(field, 2);
        }
        default ->
            throw bad(
                "has the unknown field '%s'; it has %s".formatted(FileText.shown(field), FIELDS));
      }
    }
    require("dtype", dtype);
    require("shape", shape);
    require("data_offsets", offsets);
    if (offsets.length != 2) {
      throw bad("has " + offsets.length + " data_offsets; there are 2, begin and end");
    }
    TensorEntry tensor = new TensorEntry(name, dtype, shape, offsets[0], offsets[1]);
    requireFit(tensor);
    return tensor;
  }

  private void requireFirst(String field, Object before) {
    if (before != null) {
      throw bad("has the field " + field + " twice");
    }
  }

  private void require(String field, Object value) {
    if (value == null) {
      throw bad("has no %s; it must have %s".formatted(field, FIELDS));
    }
  }

  private Dtype dtype() throws IOException {
    if (json.nextToken() != JsonToken.VALUE_STRING) {
      throw bad("has a dtype that is not a string");
    }
    Dtype known = Dtype.named(json.getText());
    if (known == null) {
      throw bad("has the unknown dtype '" + FileText.shown(json.getText()) + "'");
    }
    return known;
  }

  private long[] sizes(String field, int most) throws IOException {
    if (json.nextToken() != JsonToken.START_ARRAY) {
      throw bad("has a " + field + " that is not a list of whole numbers");
    }
    long[] sizes = new long[4];
    int count = 0;
    while (json.nextToken() != JsonToken.END_ARRAY) {
      if (count == most) {
        throw bad("has a %s of more than %s numbers".formatted(field, most));
      }
      if (count == sizes.length) {
        sizes = Arrays.copyOf(sizes, 2 * count);
      }
      sizes[count++] = size(field);
    }
    return Arrays.copyOf(sizes, count);
  }

  private long size(String field) throws IOException {
    String text = json.currentToken() == JsonToken.VALUE_NUMBER_INT ? json.getText() : "-";
    if (text.startsWith("-")) {
      throw bad(
          "has a %s with '%s' in it; it is a list of whole numbers from 0"
              .formatted(
                  field,
                  FileText.shown(json.currentToken().isScalarValue() ? json.getText() : "[")));
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw bad(
          "has a %s with %s in it, which is too large".formatted(field, FileText.shown(text)));
    }
  }

  private void requireFit(TensorEntry tensor) {
    String says = "data_offsets [" + tensor.begin() + ", " + tensor.end() + "]";
    if (tensor.begin() > tensor.end()) {
      throw bad("has " + says + ": the first must not be the larger");
    }
    if (tensor.end() > dataSize) {
      throw bad(
          "has %s, but the file has %s bytes after its header; it is truncated or damaged"
              .formatted(says, dataSize));
    }
    long bits = tensor.dtype().bits();
    try {
      bits = Math.multiplyExact(Arrays.stream(tensor.shape()).reduce(1, Math::multiplyExact), bits);
    } catch (ArithmeticException e) {
      throw bad("has the shape " + tensor.shapeText() + ", which is more than any file holds");
    }
    if (bits % Byte.SIZE != 0) {
      throw bad(
          "has the shape %s of %s, which is not a whole number of bytes"
              .formatted(tensor.shapeText(), tensor.dtype()));
    }
    if (bits / Byte.SIZE != tensor.end() - tensor.begin()) {
      throw bad(
          "has %s, but its shape %s of %s takes %s bytes; the file is damaged"
              .formatted(says, tensor.shapeText(), tensor.dtype(), bits / Byte.SIZE));
    }
  }

  private BadSettingException bad(String problem) {
    return label.bad(FileText.tensor(name) + " " + problem);
  }
}
