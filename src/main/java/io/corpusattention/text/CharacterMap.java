package io.corpusattention.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.BitSet;
import java.util.Deque;

/**
 * The character map of a SentencePiece normalizer in a tokenizer.json: a trie as a double array
 * (Aoe 1989, as in the darts-clone library), and the texts that its values point to.
 *
 * <p>The native library does not check the map, and an index out of range ends the whole process.
 * So this class walks through the map first.
 */
final class CharacterMap {
  private static final int BLOCK = 0xFF; // children differ in the last byte of their index
  private static final int LABEL = 1 << 31 | BLOCK;
  private static final int LEAF = 1 << 8;
  private static final int WIDE = 1 << 9;

  private final int[] units;
  private final byte[] texts;

  private CharacterMap(int[] units, byte[] texts) {
    this.units = units;
    this.texts = texts;
  }

  /**
   * Checks the maps of a normalizer and of its parts.
   *
   * @throws BadSettingException if one is damaged
   */
  static void requireWhole(JsonNode normalizer, Given label) {
    normalizer.path("normalizers").forEach(part -> requireWhole(part, label));
    JsonNode map = normalizer.get("precompiled_charsmap");
    boolean typed = normalizer.path("type").asText().equals("Precompiled");
    if ((map != null || typed) && !isWhole(map)) {
      throw label.bad("has a normalizer with a precompiled_charsmap that is damaged; get it again");
    }
  }

  private static boolean isWhole(JsonNode map) {
    if (map == null || !map.isTextual()) {
      return false;
    }
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(map.asText());
    } catch (IllegalArgumentException e) {
      return false;
    }
    // The native library accepts no other Base64 of the same bytes, and would end the process, too.
    boolean plain = Base64.getEncoder().encodeToString(bytes).equals(map.asText());
    if (!plain || bytes.length < Integer.BYTES) {
      return false;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long size = Integer.toUnsignedLong(buffer.getInt()); // size of the trie in bytes
    if (size > buffer.remaining()) {
      return false;
    }
    int[] units = new int[(int) (size / Integer.BYTES)];
    buffer.asIntBuffer().get(units);
    buffer.position(buffer.position() + units.length * Integer.BYTES);
    byte[] texts = new byte[buffer.remaining()];
    buffer.get(texts);
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(texts));
    } catch (CharacterCodingException e) {
      return false;
    }
    return new CharacterMap(units, texts).isInside();
  }

  /** Returns whether every reachable index is in range. */
  private boolean isInside() {
    if (units.length == 0) {
      return false;
    }
    Deque<Integer> nodes = new ArrayDeque<>();
    BitSet seen = new BitSet();
    int root = offset(units[0]);
    nodes.add(root);
    while (!nodes.isEmpty()) {
      int node = nodes.remove();
      if (node < 0 || (node | BLOCK) >= units.length) {
        return false;
      }
      for (int c = 1; c <= BLOCK; c++) {
        int unit = units[node ^ c];
        if ((unit & LABEL) == c) {
          int child = (node ^ c) ^ offset(unit);
          if ((unit & LEAF) != 0 && !isText(child)) {
            return false;
          }
          if (!seen.get(node ^ c)) {
            seen.set(node ^ c);
            nodes.add(child);
          }
        }
      }
    }
    return true;
  }

  /** Returns whether the value at an index points to the start of a character, or to the end. */
  private boolean isText(int place) {
    if (place < 0 || place >= units.length) {
      return false;
    }
    int value = units[place] & Integer.MAX_VALUE;
    return value == texts.length || (value < texts.length && (texts[value] & 0xC0) != 0x80);
  }

  private static int offset(int unit) {
    return unit >>> 10 << ((unit & WIDE) >>> 6);
  }
}
