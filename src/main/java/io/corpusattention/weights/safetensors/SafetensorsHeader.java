package io.corpusattention.weights.safetensors;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.weights.files.FileText;
import io.corpusattention.weights.files.StrictJson;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Reads the header of a safetensors file: 8 bytes with its length, then a JSON object with the
 * type, shape, and byte range of each tensor. The tensors must cover the rest of the file without
 * gaps and without overlaps.
 *
 * <p>Checks everything against the size of the file before any number is read.
 */
final class SafetensorsHeader {
  private static final String METADATA = "__metadata__";
  private static final String PART = "a header";
  private static final int LENGTH_BYTES = Long.BYTES;

  private final Given label;
  private final InputStream in;
  private final long size;
  private long dataSize;

  private SafetensorsHeader(Given label, InputStream in, long size) {
    this.label = label;
    this.in = in;
    this.size = size;
  }

  /**
   * Reads a header.
   *
   * @param label the setting with the file, for messages
   * @param in the file, from its start
   * @param size its size in bytes
   * @return each tensor under its name, in the order of the header
   * @throws BadSettingException if the file is not a complete safetensors file
   */
  static Map<String, TensorEntry> read(Given label, InputStream in, long size) {
    try {
      return new SafetensorsHeader(label, in, size).read();
    } catch (IOException e) {
      throw StrictJson.failure(label, PART, e);
    }
  }

  private Map<String, TensorEntry> read() throws IOException {
    long length = length();
    dataSize = size - LENGTH_BYTES - length;
    PushbackInputStream header = new PushbackInputStream(in);
    int first = header.read();
    if (first != '{') {
      throw bad("has a header that does not start with '{'; is it a safetensors file?");
    }
    header.unread(first);
    Map<String, TensorEntry> tensors = new LinkedHashMap<>();
    try (JsonParser json = StrictJson.parser(header, length)) {
      json.nextToken();
      boolean metadata = false;
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        if (!StrictJson.isText(name)) {
          throw bad("has a header with a name that is not text: " + FileText.shown(name));
        }
        if (name.equals(METADATA)) {
          if (metadata) {
            throw bad("has a header that names " + METADATA + " twice");
          }
          metadata = true;
          passMetadata(json);
        } else if (tensors.put(name, new TensorParser(label, json, name, dataSize).read())
            != null) {
          throw bad("has a header that names " + FileText.tensor(name) + " twice");
        }
      }
      if (!StrictJson.isAtEnd(json)) {
        throw bad("has a header with something after its JSON object");
      }
    }
    requireCover(tensors);
    return tensors;
  }

  private long length() throws IOException {
    if (size < LENGTH_BYTES) {
      throw bad(
          "has "
              + size
              + " bytes; a safetensors file starts with 8 bytes for the length of its header,"
              + " so it is truncated or something else");
    }
    byte[] bytes = in.readNBytes(LENGTH_BYTES);
    if (bytes.length < LENGTH_BYTES) {
      throw new EOFException("it ended within its first 8 bytes");
    }
    long length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 0 || length > StrictJson.MAX_BYTES) {
      throw bad(
          "claims a header of %s bytes; at most %s are read. Is it a safetensors file?"
              .formatted(Long.toUnsignedString(length), StrictJson.MAX_BYTES));
    }
    if (length > size - LENGTH_BYTES) {
      throw bad(
          "claims a header of %s bytes, but only %s follow; the file is truncated or damaged"
              .formatted(length, size - LENGTH_BYTES));
    }
    if (length == 0) {
      throw bad("has an empty header; an empty safetensors file has the header {}");
    }
    return length;
  }

  /** Skips the notes of the file's author, which map names to strings and do not matter here. */
  private void passMetadata(JsonParser json) throws IOException {
    if (!StrictJson.startsObject(json)) {
      throw bad("has a header whose " + METADATA + " is not an object of strings");
    }
    Set<String> names = new HashSet<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      if (!names.add(name)) {
        throw bad(
            "has a header whose %s names '%s' twice".formatted(METADATA, FileText.shown(name)));
      }
      if (json.nextToken() != JsonToken.VALUE_STRING) {
        throw bad(
            "has a header whose %s has something other than a string for '%s'"
                .formatted(METADATA, FileText.shown(name)));
      }
    }
  }

  /** Checks that each tensor, in byte order, begins where the previous one ends. */
  private void requireCover(Map<String, TensorEntry> tensors) {
    List<TensorEntry> inOrder = new ArrayList<>(tensors.values());
    inOrder.sort(Comparator.comparingLong(TensorEntry::begin).thenComparingLong(TensorEntry::end));
    TensorEntry before = null;
    for (TensorEntry tensor : inOrder) {
      long end = before == null ? 0 : before.end();
      if (tensor.begin() < end) {
        throw bad(
            ("has overlapping tensors: %s begins at byte %s, before the end of %s at %s; the file "
                    + "is damaged")
                .formatted(
                    FileText.tensor(tensor.name()),
                    tensor.begin(),
                    FileText.tensor(before.name()),
                    end));
      }
      if (tensor.begin() > end) {
        throw bad(
            "has a hole before %s, which begins at byte %s and not at %s; the file is damaged"
                .formatted(FileText.tensor(tensor.name()), tensor.begin(), end));
      }
      before = tensor;
    }
    long end = before == null ? 0 : before.end();
    if (end != dataSize) {
      throw bad(
          "has %s bytes after its last tensor%s; the file is damaged"
              .formatted(
                  dataSize - end, before == null ? "" : ", " + FileText.tensor(before.name())));
    }
  }

  private BadSettingException bad(String problem) {
    return label.bad(problem);
  }
}
