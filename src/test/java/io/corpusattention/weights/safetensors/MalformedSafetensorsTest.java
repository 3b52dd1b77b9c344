package io.corpusattention.weights.safetensors;

import static io.corpusattention.weights.safetensors.Safetensors.entry;
import static io.corpusattention.weights.safetensors.Safetensors.file;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.weights.CpuTime;
import io.corpusattention.weights.files.LocalWeightFiles;
import io.corpusattention.weights.files.WeightFiles;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests everything that can be wrong with the header of a safetensors file. */
class MalformedSafetensorsTest {
  private static final String X = entry("x", "F32", "[2,2]", "[0,16]");

  @TempDir private Path folder;

  private static Arguments bad(String name, String entries, int dataBytes, String... words) {
    return Arguments.of(name, file("{" + entries + "}", dataBytes), words);
  }

  /** Returns a tensor with one changed field. */
  private static Arguments field(String name, String from, String to, String... words) {
    String[] all = Arrays.copyOf(words, words.length + 1);
    all[words.length] = "tensor 'x'";
    return bad(name, X.replace(from, to), 16, all);
  }

  static Stream<Arguments> malformed() {
    byte[] twentyBytes = new byte[12];
    Arrays.fill(twentyBytes, (byte) '{');
    String y = entry("y", "F32", "[2]", "[16,24]");
    return Stream.of(
        Arguments.of("an empty file", new byte[0], new String[] {"0 bytes", "truncated"}),
        Arguments.of("7 bytes", new byte[7], new String[] {"7 bytes", "truncated"}),
        Arguments.of(
            "a header of 99 MB in 20 bytes",
            file(99_000_000, twentyBytes, new byte[0]),
            new String[] {"99000000 bytes", "only 12"}),
        Arguments.of(
            "a header of 2^63 bytes",
            file(Long.MIN_VALUE, twentyBytes, new byte[0]),
            new String[] {"9223372036854775808 bytes", "at most 100000000"}),
        Arguments.of(
            "a header of 100,000,001 bytes",
            file(100_000_001, twentyBytes, new byte[0]),
            new String[] {"at most 100000000"}),
        Arguments.of(
            "a file of something else",
            "PK this is a zip archive, as torch.save writes it".getBytes(StandardCharsets.UTF_8),
            new String[] {"Is it a safetensors file"}),
        Arguments.of("no header", file("", 0), new String[] {"empty header"}),
        Arguments.of("a list", file("[]", 0), new String[] {"does not start with '{'"}),
        Arguments.of("a space first", file(" {}", 0), new String[] {"does not start with '{'"}),
        Arguments.of(
            "a byte order mark", file("\ufeff{}", 0), new String[] {"does not start with '{'"}),
        Arguments.of("half an object", file("{", 0), new String[] {"JSON"}),
        Arguments.of("half a tensor", file("{\"x\":{\"dtype\":", 0), new String[] {"JSON"}),
        Arguments.of("no JSON", file("{dtype: F32}", 0), new String[] {"JSON"}),
        Arguments.of("a comment", file("{/* hello */}", 0), new String[] {"JSON"}),
        Arguments.of("a comma too many", file("{" + X + ",}", 16), new String[] {"JSON"}),
        Arguments.of(
            "something after the object",
            file("{" + X + "} x", 16),
            new String[] {"after its JSON"}),
        Arguments.of(
            "another object after it", file("{" + X + "}{}", 16), new String[] {"after its JSON"}),
        Arguments.of(
            "a zero byte after it", file("{" + X + "}\0", 16), new String[] {"after its JSON"}),
        Arguments.of(
            "bad UTF-8 in a name",
            file(new byte[] {'{', '"', (byte) 0xff, '"', ':', '1', '}'}, new byte[0]),
            new String[] {"not UTF-8"}),
        Arguments.of(
            "an overlong zero",
            file(new byte[] {'{', '"', (byte) 0xc0, (byte) 0x80, '"', ':', '1'}, new byte[0]),
            new String[] {"not UTF-8"}),
        Arguments.of(
            "bad UTF-8 after the object",
            file(new byte[] {'{', '}', (byte) 0xe2, (byte) 0x82}, new byte[0]),
            new String[] {"not UTF-8"}),
        bad("half a surrogate pair", X.replace("\"x\"", "\"x\\ud800\""), 16, "not text", "x?"),
        bad("a tensor twice", X + "," + X, 16, "tensor 'x' twice"),
        bad(
            "a tensor twice, spelled with an escape",
            X + "," + X.replace("\"x", "\"\\u0078"),
            16,
            "tensor 'x' twice"),
        bad("metadata twice", "\"__metadata__\":{},\"__metadata__\":{}", 0, "__metadata__ twice"),
        bad("metadata that is no object", "\"__metadata__\":[]", 0, "object of strings"),
        bad("metadata of numbers", "\"__metadata__\":{\"a\":1}", 0, "other than a string for 'a'"),
        bad("metadata within metadata", "\"__metadata__\":{\"a\":{}}", 0, "a string for 'a'"),
        bad(
            "a key of the metadata twice",
            "\"__metadata__\":{\"a\":\"\",\"a\":\"\"}",
            0,
            "names 'a' twice"),
        bad("a tensor that is no object", "\"x\":[]", 0, "tensor 'x'", "not an object"),
        bad("a tensor that is null", "\"x\":null", 0, "tensor 'x'", "not an object"),
        field("a field twice", "\"dtype\"", "\"dtype\":\"F32\",\"dtype\"", "dtype twice"),
        field(
            "offsets twice",
            "\"data_offsets\"",
            "\"data_offsets\":[0,16],\"data_offsets\"",
            "data_offsets twice"),
        field("an unknown field", "\"dtype\"", "\"type\":1,\"dtype\"", "unknown field 'type'"),
        field("no dtype", "\"dtype\":\"F32\",", "", "no dtype"),
        field("no shape", "\"shape\":[2,2],", "", "no shape"),
        field("no offsets", ",\"data_offsets\":[0,16]", "", "no data_offsets"),
        field("an unknown dtype", "F32", "F33", "unknown dtype 'F33'"),
        field("a dtype in small letters", "F32", "f32", "unknown dtype 'f32'"),
        field("a dtype that is a number", "\"F32\"", "32", "dtype that is not a string"),
        field("a shape that is no list", "[2,2]", "4", "shape that is not a list"),
        field("a shape that is null", "[2,2]", "null", "shape that is not a list"),
        field("a negative dimension", "[2,2]", "[-2,-2]", "'-2'"),
        field("minus zero", "[2,2]", "[-0]", "'-0'"),
        field("a fraction", "[2,2]", "[2.0,2]", "'2.0'"),
        field("a power of ten", "[2,2]", "[4e0]", "'4e0'"),
        field("a dimension in quotes", "[2,2]", "[\"2\",2]", "'2'"),
        field("a list in the shape", "[2,2]", "[[2,2]]", "whole numbers"),
        field("2^64 - 2", "[2,2]", "[2,18446744073709551614]", "18446744073709551614", "too large"),
        field("a dimension of 900 digits", "[2,2]", "[" + "9".repeat(900) + "]", "too large"),
        Arguments.of(
            "a dimension of a million digits",
            file("{" + X.replace("[2,2]", "[" + "9".repeat(1_000_000) + "]") + "}", 16),
            new String[] {"JSON"}),
        field("a product of 2^124", "[2,2]", "[4611686018427387904,4611686018427387904]", "[4611"),
        field("2^64 bits", "[2,2]", "[2,288230376151711744]", "more than any file"),
        field("more dimensions than there are", "[2,2]", "[" + "1,".repeat(64) + "4]", "64"),
        field("three offsets", "[0,16]", "[0,16,16]", "more than 2"),
        field("one offset", "[0,16]", "[0]", "1 data_offsets"),
        field("no offset", "[0,16]", "[]", "0 data_offsets"),
        field("offsets the wrong way", "[0,16]", "[16,0]", "[16, 0]"),
        field("a negative offset", "[0,16]", "[-16,0]", "'-16'"),
        field("an end beyond the file", "[0,16]", "[0,17]", "[0, 17]", "truncated"),
        field("an end of 2^63 - 1", "[0,16]", "[0,9223372036854775807]", "truncated"),
        field("a shape of more than its bytes", "[2,2]", "[2,3]", "24 bytes"),
        field("a shape of fewer", "[2,2]", "[3]", "12 bytes"),
        field("a type of fewer", "F32", "F16", "8 bytes"),
        field(
            "half a byte", "F32\",\"shape\":[2,2]", "F4\",\"shape\":[3]", "whole number of bytes"),
        bad("a hole at the start", entry("x", "U8", "[2]", "[1,3]"), 3, "hole", "tensor 'x'"),
        bad("a hole", X + "," + entry("y", "U8", "[1]", "[17,18]"), 18, "hole", "tensor 'y'"),
        bad("a scalar in a hole", X + "," + entry("y", "U8", "[0]", "[17,17]"), 17, "hole", "'y'"),
        bad("an overlap", X + "," + entry("y", "U8", "[2]", "[15,17]"), 17, "overlapping", "'y'"),
        bad("the same bytes", X + "," + X.replace("\"x\"", "\"y\""), 16, "overlapping", "'y'"),
        bad("bytes after the last tensor", X, 30, "14 bytes after its last tensor, tensor 'x'"),
        bad("bytes and no tensor", "", 5, "5 bytes after"),
        bad("bytes missing", X + "," + y, 23, "tensor 'y'", "truncated"),
        Arguments.of(
            "a name with line ends",
            file(
                "{" + X.replace("\"x\"", "\"a\\nb\\r\\u2028\\u0085\"").replace("F32", "F") + "}",
                16),
            new String[] {"tensor 'a?b???'"}),
        Arguments.of(
            "a name of 9,000 characters",
            file(
                "{" + X.replace("\"x\"", "\"" + "x".repeat(9_000) + "\"").replace("F32", "F") + "}",
                16),
            new String[] {"xxx...'"}),
        Arguments.of(
            "a name of a million characters",
            file("{" + X.replace("\"x\"", "\"" + "x".repeat(1_000_000) + "\"") + "}", 16),
            new String[] {"JSON"}),
        Arguments.of(
            "a million lists", file("{\"x\":" + "[".repeat(1_000_000), 0), new String[] {"'x'"}),
        Arguments.of(
            "a million objects", file("{\"x\":".repeat(1_000_000), 0), new String[] {"'x'"}),
        Arguments.of(
            "a million dimensions",
            file("{" + X.replace("[2,2]", "[" + "1,".repeat(1_000_000) + "4]") + "}", 16),
            new String[] {"more than 64"}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("malformed")
  void refusesInOneLineWithFileAndReason(String name, byte[] bytes, String[] words)
      throws Throwable {
    Files.write(folder.resolve("m.safetensors"), bytes);
    WeightFiles files = new LocalWeightFiles(folder, null);
    CpuTime.assertAtMost(
        Duration.ofSeconds(1),
        () ->
            assertThatThrownBy(() -> SafetensorsFile.open(files, "m.safetensors"))
                .isInstanceOf(BadSettingException.class)
                .hasMessageStartingWith("weights models/m.safetensors: ")
                .hasMessageContainingAll(words)
                .hasMessageMatching("[ -~]{1,600}"));
  }
}
