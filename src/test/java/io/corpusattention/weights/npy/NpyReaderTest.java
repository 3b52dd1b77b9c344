package io.corpusattention.weights.npy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.weights.CpuTime;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

public class NpyReaderTest {
  /** Returns a .npy file as numpy.save writes it. */
  public static byte[] npy(int version, String header, float... values) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    int lengthBytes = version == 1 ? 2 : 4;
    int unpadded = 8 + lengthBytes + header.length() + 1;
    String padded = header + " ".repeat((64 - unpadded % 64) % 64) + "\n";
    file.writeBytes(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) version, 0});
    ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
    file.write(length.putInt(padded.length()).array(), 0, lengthBytes);
    file.writeBytes(padded.getBytes(StandardCharsets.ISO_8859_1));
    ByteBuffer numbers =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      numbers.putFloat(value);
    }
    file.writeBytes(numbers.array());
    return file.toByteArray();
  }

  public static String header(String descr, String fortran, String shape) {
    return "{'descr': '" + descr + "', 'fortran_order': " + fortran + ", 'shape': " + shape + ", }";
  }

  private static NpyArray read(byte[] file) throws IOException {
    return NpyReader.read(
        Setting.WEIGHTS.of("folder/W_q.npy"), new ByteArrayInputStream(file), file.length);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void readsEveryFormatVersion(int version) throws IOException {
    NpyArray array = read(npy(version, header("<f4", "False", "(2, 3)"), 1, 2, 3, 4, 5, 6));
    assertThat(array.shape()).containsExactly(2, 3);
    assertThat(array.values()).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void readsHeadersAsOtherProgramsWriteThem() throws IOException {
    String header = "{\"shape\": (2, 3,), \"descr\": \"<f4\", \"fortran_order\": False}";
    assertThat(read(npy(1, header, 1, 2, 3, 4, 5, 6)).shape()).containsExactly(2, 3);
  }

  @Test
  void putsFortranOrderIntoCOrder() throws IOException {
    // The file of numpy.save(file, numpy.arange(6, dtype="<f4").reshape(2, 3, order="F")).
    NpyArray matrix = read(npy(1, header("<f4", "True", "(2, 3)"), 0, 1, 2, 3, 4, 5));
    assertThat(matrix.shape()).containsExactly(2, 3);
    assertThat(matrix.values()).containsExactly(0, 2, 4, 1, 3, 5);
    NpyArray three = read(npy(1, header("<f4", "True", "(2, 2, 2)"), 0, 1, 2, 3, 4, 5, 6, 7));
    assertThat(three.values()).containsExactly(0, 4, 2, 6, 1, 5, 3, 7);
    assertThat(read(npy(1, header("<f4", "True", "(3,)"), 1, 2, 3)).values())
        .containsExactly(1, 2, 3);
  }

  @Test
  void isNotSlowedDownByAnyHeader() throws Throwable {
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3)" + " ".repeat(60_000);
    byte[] file = npy(2, header + "!", 1, 2, 3, 4, 5, 6);
    CpuTime.assertAtMost(Duration.ofSeconds(2), () -> read(file));
    String sizes = header("<f4", "False", "(" + "1, ".repeat(15_000) + "x)");
    byte[] other = npy(2, sizes, 1, 2, 3, 4, 5, 6);
    CpuTime.assertAtMost(
        Duration.ofSeconds(2),
        () -> assertThatThrownBy(() -> read(other)).isInstanceOf(BadSettingException.class));
  }

  @Test
  void readsVectors() throws IOException {
    NpyArray array = read(npy(1, header("<f4", "False", "(2,)"), 1, 2));
    assertThat(array.shape()).containsExactly(2);
  }

  static Stream<Arguments> malformed() {
    float[] six = {1, 2, 3, 4, 5, 6};
    return Stream.of(
        Arguments.of(
            "no .npy",
            "not a npy file at all".getBytes(StandardCharsets.UTF_8),
            "is not a .npy file"),
        Arguments.of("empty file", new byte[0], "truncated"),
        Arguments.of("version 9", npy(9, header("<f4", "False", "(2, 3)"), six), "version 9"),
        Arguments.of("float64", npy(1, header("<f8", "False", "(2, 3)"), six), "'<f8'"),
        Arguments.of("integers", npy(1, header("<i4", "False", "(2, 3)"), six), "'<i4'"),
        Arguments.of("big-endian", npy(1, header(">f4", "False", "(2, 3)"), six), "'>f4'"),
        Arguments.of("objects", npy(1, header("|O", "False", "(2, 3)"), six), "'|O'"),
        Arguments.of(
            "a structure",
            npy(1, "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (6,), }", six),
            "not '<f4'"),
        Arguments.of("no header", npy(1, "hello", six), "cannot be read"),
        Arguments.of(
            "negative shape", npy(1, header("<f4", "False", "(-2, 3)"), six), "cannot be read"),
        Arguments.of("empty shape", npy(1, header("<f4", "False", "(0, 3)")), "is empty"),
        Arguments.of(
            "more numbers than the shape",
            npy(1, header("<f4", "False", "(2, 2)"), six),
            "damaged"),
        Arguments.of(
            "fewer numbers than the shape",
            npy(1, header("<f4", "False", "(3, 3)"), six),
            "truncated"),
        Arguments.of(
            "a huge shape", npy(1, header("<f4", "False", "(1000000, 1000000)"), six), "truncated"),
        Arguments.of(
            "an overflowing shape",
            npy(1, header("<f4", "False", "(4294967296, 4294967296, 4)"), six),
            "truncated"),
        Arguments.of(
            "an endless shape",
            npy(1, header("<f4", "False", "(99999999999999999999999, 3)"), six),
            "truncated"),
        Arguments.of(
            "a shape that is no tuple",
            npy(1, header("<f4", "False", "(6)"), six),
            "cannot be read"),
        Arguments.of(
            "sizes without a comma",
            npy(1, header("<f4", "False", "(2 3, 1)"), six),
            "cannot be read"),
        Arguments.of(
            "sizes with a leading zero",
            npy(1, header("<f4", "False", "(02, 3)"), six),
            "cannot be read"),
        Arguments.of("NaN", npy(1, header("<f4", "False", "(2,)"), 1, Float.NaN), "NaN at index 1"),
        Arguments.of(
            "infinity",
            npy(1, header("<f4", "False", "(2,)"), Float.NEGATIVE_INFINITY, 1),
            "-Infinity at index 0"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void refusesWithFileAndReason(String name, byte[] file, String reason) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(BadSettingException.class)
        .hasMessageStartingWith("weights folder/W_q.npy: ")
        .hasMessageContaining(reason)
        .hasMessageNotContaining("\n");
  }

  @Test
  void refusesAFileThatEndsAnywhere() {
    byte[] whole = npy(1, header("<f4", "False", "(2, 3)"), 1, 2, 3, 4, 5, 6);
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut))
          .as("cut to %d bytes", length)
          .isInstanceOf(BadSettingException.class);
    }
  }

  @Test
  void aHeaderThatClaimsGigabytesAllocatesNothing() {
    byte[] file = npy(2, header("<f4", "False", "(2, 3)"), 1, 2, 3, 4, 5, 6);
    file[11] = 0x7f; // the highest byte of the header's length
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("claims a header");
  }
}
