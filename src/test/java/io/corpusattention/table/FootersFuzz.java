package io.corpusattention.table;

import static io.corpusattention.fuzz.Inputs.files;
import static io.corpusattention.fuzz.Inputs.readOrRefuse;
import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.corpusattention.attention.Setting;
import io.corpusattention.encoder.LayerChoice;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Uses arbitrary text as the keys in the footer of an attention table, one on each line. */
class FootersFuzz {
  private static final Map<String, String> TYPES =
      Map.of(
          "sentence_id",
          "required int64 sentence_id",
          AttentionTableSchema.LAYER,
          "required int32 layer",
          AttentionTableSchema.NUM_TOKENS,
          "required int32 num_tokens",
          AttentionTableSchema.QUERY_START,
          "required int32 query_start",
          AttentionTableSchema.NUM_QUERIES,
          "required int32 num_queries");

  private static final int HEADS = 4;

  static Stream<byte[]> footer() {
    return files("fuzz", ".footer");
  }

  @MethodSource
  @FuzzTest
  void footer(byte[] bytes) throws IOException {
    Map<String, String> keys = new TreeMap<>();
    for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", -1)) {
      int end = line.indexOf('=');
      if (end >= 0) {
        keys.put(AttentionFooters.PREFIX + line.substring(0, end), line.substring(end + 1));
      }
    }
    AttentionFooters.Footer footer =
        new AttentionFooters.Footer("part-0.parquet", keys, TYPES, 6, 100, HEADS, false, true);
    readOrRefuse(
        () -> {
          AttentionFooters footers =
              AttentionFooters.of(List.of(footer), Setting.INPUT.of("attention"));
          TableLayers layers =
              TableLayers.of(
                  Setting.INPUT.of("attention"), footers, new LayerChoice(LayerChoice.ALL));
          assertThat(layers.chosen()).isSorted().hasSizeLessThanOrEqualTo(10_000);
          assertThat(Integer.parseInt(footers.keys().get(AttentionFooters.HEADS)))
              .isBetween(1, HEADS);
          String layer = footers.keys().get(AttentionFooters.PREFIX + "layer");
          assertThat(layer == null ? 0 : Integer.parseInt(layer)).isNotNegative();
        });
  }
}
