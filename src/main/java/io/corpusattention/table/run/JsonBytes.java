package io.corpusattention.table.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Converts maps to the content of a JSON file that people read, such as run.json. */
public final class JsonBytes {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private JsonBytes() {}

  /**
   * Returns the bytes of the file.
   *
   * @param contents maps, lists, strings, and numbers, in the order to write them
   */
  public static byte[] bytes(Map<String, Object> contents) {
    try {
      return (JSON.writeValueAsString(contents) + "\n").getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not fit for JSON: " + contents, e);
    }
  }
}
