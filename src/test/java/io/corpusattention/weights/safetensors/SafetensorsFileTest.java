package io.corpusattention.weights.safetensors;

import static io.corpusattention.weights.safetensors.Safetensors.entry;
import static io.corpusattention.weights.safetensors.Safetensors.file;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.math.Float16;
import io.corpusattention.weights.files.LocalWeightFiles;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SafetensorsFileTest {
  private static final String X = entry("x", "F32", "[2,2]", "[0,16]");

  @TempDir private Path folder;

  private SafetensorsFile open(byte[] bytes) throws IOException {
    Files.write(folder.resolve("m.safetensors"), bytes);
    return SafetensorsFile.open(new LocalWeightFiles(folder, "m.safetensors"), "m.safetensors");
  }

  @Test
  void readsTensorsOfEveryTypeThatWeightsHave() throws IOException {
    SafetensorsFile file =
        open(
            new Safetensors()
                .with("mask", "BOOL", new byte[] {1, 0, 1}, 3)
                .with("a", new float[] {1, 2, 3, 4, 5, 6}, 2, 3)
                .with("b", "F16", Safetensors.shorts(0x3c00, 0x0001, 0x8000), 3)
                .with("c", "BF16", Safetensors.shorts(0x3f80, 0xc000), 1, 2)
                .with("scalar", new float[] {7})
                .with("nothing", new float[0], 3, 0)
                .bytes());
    assertThat(file.names()).containsExactly("mask", "a", "b", "c", "scalar", "nothing");
    assertThat(file.values("a")).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(file.entry("a").shape()).containsExactly(2, 3);
    assertThat(file.values("b")).containsExactly(1, 0x1p-24f, -0f);
    assertThat(file.values("c")).containsExactly(1, -2);
    assertThat(file.values("scalar")).containsExactly(7);
    assertThat(file.entry("scalar").shape()).isEmpty();
    assertThat(file.values("nothing")).isEmpty();
  }

  @Test
  void readsTensorsThatAreLongerThanAChunk() throws IOException {
    for (String dtype : new String[] {"F32", "F16", "BF16"}) {
      int count = 300_001;
      int[] bits = new SplittableRandom(7).ints(count, 0, 0x7b00).toArray();
      float[] floats = new float[count];
      for (int i = 0; i < count; i++) {
        floats[i] =
            dtype.equals("F16")
                ? Float16.toFloat((short) bits[i])
                : Float.intBitsToFloat(bits[i] << 16);
      }
      byte[] bytes = dtype.equals("F32") ? Safetensors.floats(floats) : Safetensors.shorts(bits);
      SafetensorsFile file =
          open(new Safetensors().with("first", 3, 5).with("x", dtype, bytes, count).bytes());
      assertThat(file.values("x")).as(dtype).isEqualTo(floats);
    }
  }

  @Test
  void theHeaderMayNameTensorsInAnyOrderAndHaveSpaces() throws IOException {
    String header =
        " { \"__metadata__\" : {}, "
            + entry("b", "F32", "[ 1 ]", "[4, 8]")
            + ",\n"
            + entry("a", "F32", "[1]", "[0, 4]")
            + "}\r\n\t ";
    byte[] data = Safetensors.floats(1, 2);
    SafetensorsFile file =
        open(file(header.strip().concat("  ").getBytes(StandardCharsets.UTF_8), data));
    assertThat(file.names()).containsExactly("b", "a");
    assertThat(file.values("a")).containsExactly(1);
    assertThat(file.values("b")).containsExactly(2);
    assertThat(open(file("{}", 0)).names()).isEmpty();
  }

  @Test
  void typesThatAreNotReadMayBeInTheFileButMayNotBeWeights() throws IOException {
    for (Dtype dtype : Dtype.values()) {
      int bytes = dtype.bits(); // 8 numbers
      String header = entry("x", dtype.name(), "[8]", "[0," + bytes + "]");
      SafetensorsFile file = open(file("{" + header + "}", bytes));
      assertThat(file.entry("x").dtype()).isEqualTo(dtype);
      if (dtype.isRead()) {
        assertThat(file.values("x")).hasSize(8).containsOnly(0);
      } else {
        assertThatThrownBy(() -> file.values("x"))
            .isInstanceOf(BadSettingException.class)
            .hasMessage(
                "weights models/m.safetensors: tensor 'x' is of dtype "
                    + dtype
                    + "; F32, F16 and BF16 are read: save it as tensor.to(torch.float32)");
      }
    }
  }

  @Test
  void numbersThatAreNotFiniteAreNamedByTensorAndIndex() throws IOException {
    SafetensorsFile file =
        open(
            new Safetensors()
                .with("a", new float[] {1, Float.NaN}, 2)
                .with("b", "F16", Safetensors.shorts(0, 0, 0xfc00), 3)
                .with("c", "BF16", Safetensors.shorts(0x7f80), 1)
                .bytes());
    assertThatThrownBy(() -> file.values("a")).hasMessageContaining("'a' holds NaN at index 1");
    assertThatThrownBy(() -> file.values("b"))
        .hasMessageContaining("'b' holds -Infinity at index 2");
    assertThatThrownBy(() -> file.values("c"))
        .hasMessageContaining("'c' holds Infinity at index 0");
  }

  @Test
  void refusesAFileThatEndsAnywhere() throws IOException {
    byte[] whole = new Safetensors().with("a", 2, 3).with("b", 4).bytes();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> open(cut))
          .as("cut to %d bytes", length)
          .isInstanceOf(BadSettingException.class);
    }
  }

  @Test
  void claimsOfGigabytesAllocateNothing() throws IOException {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    byte[] header = "{".getBytes(StandardCharsets.UTF_8);
    String huge = "[4611686018427387904,4611686018427387904]";
    byte[][] files = {
      file(99_999_999, header, new byte[20]),
      file("{" + X.replace("[2,2]", huge) + "}", 16),
      file("{" + X.replace("[2,2]", "[1000000000]").replace("16]", "4000000000]") + "}", 16),
    };
    for (byte[] bytes : files) {
      assertThatThrownBy(() -> open(bytes)).isInstanceOf(BadSettingException.class);
      long before = threads.getCurrentThreadAllocatedBytes();
      assertThatThrownBy(() -> open(bytes)).isInstanceOf(BadSettingException.class);
      assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(5_000_000);
    }
  }

  @Test
  void aTensorLargerThanAnArrayIsRefusedWhereItIsAskedFor() throws IOException {
    // A sparse file: 4 GiB of zeros that take no room on the disk.
    String header = "{" + entry("x", "BF16", "[65536,32768]", "[0,4294967296]") + "}";
    Path path = folder.resolve("m.safetensors");
    Files.write(path, file(header, 0));
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(8 + header.length() + (1L << 32));
    }
    SafetensorsFile file =
        SafetensorsFile.open(new LocalWeightFiles(folder, null), "m.safetensors");
    assertThatThrownBy(() -> file.values("x"))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("tensor 'x' has the shape [65536, 32768], more than a Java array");
  }

  @Test
  void aFileThatShrinksMeanwhileCannotBeRead() throws IOException {
    byte[] bytes = new Safetensors().with("a", 4, 4).bytes();
    SafetensorsFile file = open(bytes);
    Files.write(folder.resolve("m.safetensors"), Arrays.copyOf(bytes, bytes.length - 4));
    assertThatThrownBy(() -> file.values("a"))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("tensor 'a' cannot be read");
  }

  /**
   * Verifies that files with randomly changed, removed or inserted bytes are read or refused with a
   * one-line message.
   */
  @Test
  void nothingElseComesOfDamagedFiles() throws IOException {
    byte[] whole = new Safetensors().with("query.weight", 2, 3).with("b", 4).bytes();
    SplittableRandom random = new SplittableRandom(5);
    byte[] tokens = "{}[]\",:0123456789-.eE\\u\0\n\u00ff".getBytes(StandardCharsets.ISO_8859_1);
    int header = whole.length - 40;
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = whole.clone();
      for (int change = random.nextInt(1, 4); change > 0; change--) {
        int at = random.nextInt(i % 4 == 0 ? 8 : header);
        bytes[at] =
            random.nextBoolean() ? (byte) random.nextInt() : tokens[random.nextInt(tokens.length)];
      }
      if (i % 3 == 0) {
        int from = random.nextInt(8, header);
        int to = random.nextInt(8, header);
        System.arraycopy(bytes, from, bytes, to, header - Math.max(from, to));
      }
      try {
        SafetensorsHeader.read(
            Setting.WEIGHTS.of("m"), new ByteArrayInputStream(bytes), bytes.length);
      } catch (BadSettingException e) {
        assertThat(e).hasMessageStartingWith("weights m: ").hasMessageMatching("[ -~]{1,600}");
      }
    }
  }
}
