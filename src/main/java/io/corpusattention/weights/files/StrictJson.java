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
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;

/** JSON in a file that someone else wrote: within limits, and in valid UTF-8. */
public final class StrictJson {
  /** Bytes of JSON that are read of any file; safetensors has the same limit for its header. */
  public static final long MAX_BYTES = 100_000_000;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          // Names are a file's own and many; a table shared between files would only grow.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(100)
                  .maxNameLength(10_000)
                  .maxNumberLength(1_000)
                  .build())
          .build();

  /** Where a parser's message goes on to speak of the parser's own classes and options. */
  private static final String PARSER_TALK =
      "(?s)\\s*(?:\\(start marker| at \\[Source|\\(through |: was expecting).*";

  private static final ObjectMapper MAPPER = new ObjectMapper(FACTORY);

  private StrictJson() {}

  /**
   * Reads a file that holds one object and nothing else. No object in it has a name twice.
   *
   * @throws BadSettingException where it is another file, or cannot be read
   */
  public static ObjectNode object(WeightFiles files, String file) {
    Given label = files.given(file);
    try (InputStream in = files.open(file)) {
      long size = files.size(file);
      if (size > MAX_BYTES) {
        throw label.bad("has " + size + " bytes; at most " + MAX_BYTES + " are read");
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

  /** A parser of the next {@code length} bytes of a stream, which is for the caller to close. */
  public static JsonParser parser(InputStream in, long length) throws IOException {
    return FACTORY.createParser(
        new InputStreamReader(new Limited(in, length), StandardCharsets.UTF_8.newDecoder()));
  }

  /** Whether a string that JSON spelled with escapes is text, and not half a surrogate pair. */
  public static boolean isText(String text) {
    CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    return encoder.canEncode(text);
  }

  /** Whether nothing but whitespace is left. */
  public static boolean isAtEnd(JsonParser parser) throws IOException {
    try {
      return parser.nextToken() == null;
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  /** Whether the value that comes next is an object. */
  public static boolean startsObject(JsonParser parser) throws IOException {
    return parser.nextToken() == JsonToken.START_OBJECT;
  }

  /**
   * What a failure to read JSON means for the user.
   *
   * @param label the setting with the file
   * @param what the part of the file that is JSON, as in "has a header that ..."
   */
  public static BadSettingException failure(Given label, String what, IOException e) {
    if (e instanceof CharacterCodingException) {
      return label.bad("has " + what + " that is not UTF-8").causedBy(e);
    }
    if (e instanceof JsonProcessingException json) {
      String place = json.getLocation() == null ? "" : place(json);
      return label
          .bad(
              "has "
                  + what
                  + " that cannot be read as JSON"
                  + place
                  + ": "
                  + FileText.shown(json.getOriginalMessage().replaceFirst(PARSER_TALK, "")))
          .causedBy(e);
    }
    return FileText.unreadable(label, e);
  }

  private static String place(JsonProcessingException e) {
    return " at character " + e.getLocation().getCharOffset();
  }

  /** The next bytes of a stream and no more; fewer is an error, as the file's size was known. */
  private static final class Limited extends FilterInputStream {
    private long left;

    Limited(InputStream in, long length) {
      super(in);
      this.left = length;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (left == 0) {
        return -1;
      }
      int count = in.read(bytes, offset, (int) Math.min(length, left));
      if (count < 0) {
        throw new EOFException("it ended " + left + " bytes before it should");
      }
      left -= count;
      return count;
    }
  }
}
