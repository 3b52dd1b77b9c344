package io.corpusattention.weights.safetensors;

import io.corpusattention.math.Float16;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** The number types that a safetensors file may hold. Three of them are supported for weights. */
enum Dtype {
  F4(4),
  F6_E2M3(6),
  F6_E3M2(6),
  BOOL(8),
  U8(8),
  I8(8),
  F8_E5M2(8),
  F8_E4M3(8),
  F8_E8M0(8),
  F8_E4M3FNUZ(8),
  F8_E5M2FNUZ(8),
  I16(16),
  U16(16),
  F16(16),
  BF16(16),
  I32(32),
  U32(32),
  F32(32),
  F64(64),
  I64(64),
  U64(64),
  C64(64);

  private final int bits;

  Dtype(int bits) {
    this.bits = bits;
  }

  /** Returns the number of bits of one number. */
  int bits() {
    return bits;
  }

  /** Returns the type with a name, or null. */
  static Dtype named(String name) {
    return Arrays.stream(values()).filter(d -> d.name().equals(name)).findFirst().orElse(null);
  }

  /** Returns whether weights may have this type, all of whose numbers are exact as float32. */
  boolean isRead() {
    return this == F32 || this == F16 || this == BF16;
  }

  /**
   * Decodes numbers.
   *
   * @param from little-endian, positioned at the first number
   * @param to the destination, from {@code at} inclusive to {@code end} exclusive
   */
  void decode(ByteBuffer from, float[] to, int at, int end) {
    switch (this) {
      case F32 -> from.asFloatBuffer().get(to, at, end - at);
      case F16 -> {
        for (int i = at; i < end; i++) {
          to[i] = Float16.toFloat(from.getShort());
        }
      }
      case BF16 -> { // the upper half of a float32
        for (int i = at; i < end; i++) {
          to[i] = Float.intBitsToFloat(from.getShort() << 16);
        }
      }
      default -> throw new IllegalArgumentException(this + " is not decoded");
    }
  }
}
