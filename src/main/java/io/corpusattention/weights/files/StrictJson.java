package io.corpusattention.weights.files;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads JSON from untrusted files, within limits and only in valid UTF-8. */
public final class StrictJson {
  /** The most bytes of JSON to read from a file. safetensors has the same limit for its header. */
  public static final long MAX_BYTES = 100_000_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // Files have many names of their own, so a table that files share would only grow.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(100)
                  .maxNameLength(10_000)
                  .maxNumberLength(1_000)
                  .build())
          .build();

  /** Matches the part of a parser's message that describes its own classes and options. */
  private static final String PARSER_TALK =
      "(?s)\\s*(?:\\(start marker| at \\[Source|\\(through |: was expecting).*";

  private static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);

  private StrictJson() {}

  /**
   * Reads a file that holds a single JSON object. No object in it may have a name twice.
   *
   * @throws BadSettingException if it is some other file, or cannot be read
   */
  public static ObjectNode object(WeightFiles files, String file) {
    Given label = files.given(file);
    try (InputStream in = files.open(file)) {
      long size = files.size(file);
      if (size > MAX_BYTES) {
        throw label.bad("has %s bytes; at most %s are read".formatted(size, MAX_BYTES));
      }
      JsonParser json = parser(in, size);
      json.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
      // Python writes NaN and Infinity.
      json.enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS.mappedFeature());
      if (!(MAPPER.readTree(json) instanceof ObjectNode object)) {
        throw label.bad("is not a JSON object");
      }
      if (!isAtEnd(json)) {
        throw label.bad("has something after its JSON object");
      }
      return object;
    } catch (IOException e) {
      throw failure(label, "contents", e);
    }
  }

  /** Returns a parser for the next {@code length} bytes of a stream, at most {@link #MAX_BYTES}. */
  public static JsonParser parser(InputStream in, long length) throws IOException {
    byte[] bytes = in.readNBytes((int) length);
    if (bytes.length < length) {
      throw new EOFException("it ended " + (length - bytes.length) + " bytes before it should");
    }
    return FACTORY.createParser(
        new InputStreamReader(
            new ByteArrayInputStream(bytes), StandardCharsets.UTF_8.newDecoder()));
  }

  /** Returns whether a string from JSON, which may contain escapes, has no unpaired surrogates. */
  public static boolean isText(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }

  /** Returns whether only whitespace is left. */
  public static boolean isAtEnd(JsonParser parser) throws IOException {
    try {
      return parser.nextToken() == null;
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /** Returns whether the next value is an object. */
  public static boolean startsObject(JsonParser parser) throws IOException {
    return parser.nextToken() == JsonToken.START_OBJECT;
  }

  /**
   * Converts a failure to read JSON to an exception for the user.
   *
   * @param label the setting with the file
   * @param what the part of the file that is JSON, as in "has a header that ..."
   */
  public static BadSettingException failure(Given label, String what, IOException e) {
    if (e instanceof CharacterCodingException) {
      return label.bad("has " + what + " that is not UTF-8").causedBy(e);
    }
    if (e instanceof JsonProcessingException json) {
      String place =
          json.getLocation() == null ? "" : " at character " + json.getLocation().getCharOffset();
      return label
          .bad(
              "has %s that cannot be read as JSON%s: %s"
                  .formatted(
                      what,
                      place,
                      FileText.shown(json.getOriginalMessage().replaceFirst(PARSER_TALK, ""))))
          .causedBy(e);
    }
    return FileText.unreadable(label, e);
  }
}
