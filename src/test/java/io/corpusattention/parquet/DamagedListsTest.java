package io.corpusattention.parquet;

import static io.corpusattention.parquet.FileParts.replaced;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchException;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.corpus.ReadFailure;
import io.corpusattention.parquet.FileParts.Chunk;
import io.corpusattention.parquet.FileParts.Page;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Verifies that a file with damage in one place of a list column is refused with a one-line message
 * that names the file and says what is wrong. The files come from pyarrow.
 */
class DamagedListsTest extends ListTables {
  private static final Path WHOLE = Path.of("src/test/resources/lists");

  /** Damages the pages of column f, which has two row groups. */
  private interface Damage {
    void to(FileParts file, List<Chunk> chunks);
  }

  private interface PageDamage {
    void to(Page page);
  }

  static Stream<Arguments> damages() {
    return Stream.of(
        damage(
            "snappy-v1-plain",
            "compressed values",
            "a Snappy block that tells more bytes than its page",
            data(page -> page.body = zeros(1 << 20))),
        damage(
            "snappy-v2-plain",
            "compressed values",
            "a page that tells more bytes than its Snappy block",
            data(page -> page.header.setUncompressed_page_size(2000))),
        damage(
            "zstd-v1-plain",
            "too small",
            "a page that tells fewer bytes than its zstd block",
            data(page -> page.header.setUncompressed_page_size(50))),
        damage(
            "zstd-v2-plain",
            "compressed values",
            "a page that tells two billion bytes",
            (file, chunks) -> {
              chunks.get(0).meta.setTotal_uncompressed_size(Long.MAX_VALUE);
              chunks.get(0).data().header.setUncompressed_page_size(Integer.MAX_VALUE);
            }),
        damage(
            "none-v1-dictionary",
            "fewer levels or values",
            "places in a dictionary that end within a length",
            data(page -> page.setBody(replaced(page.body, values(page) + 1, end(page), 0xff)))),
        damage(
            "none-v1-dictionary",
            "fewer levels or values",
            "places in a dictionary that are said to be two billion",
            data(
                page ->
                    page.setBody(
                        replaced(
                            page.body,
                            values(page),
                            end(page),
                            1,
                            0xff,
                            0xff,
                            0xff,
                            0xff,
                            1,
                            0xff)))),
        damage(
            "none-v1-dictionary",
            "fewer levels or values",
            "packed places in a dictionary that are said to be 800",
            data(
                page ->
                    page.setBody(replaced(page.body, values(page) + 1, values(page) + 2, 201)))),
        damage(
            "none-v1-dictionary",
            "numbers of 77 bits",
            "places in a dictionary of too many bits",
            data(page -> page.setBody(replaced(page.body, values(page), values(page) + 1, 77)))),
        damage(
            "none-v1-dictionary",
            "that its dictionary does not have",
            "a place behind the dictionary's end",
            data(
                page ->
                    page.setBody(
                        replaced(page.body, values(page), end(page), 16, 0xfe, 0x7f, 0xff, 0xff)))),
        damage(
            "none-v1-dictionary",
            "a dictionary that is missing",
            "a row group without its dictionary",
            (file, chunks) -> chunks.get(1).pages.remove(0)),
        damage(
            "none-v2-dictionary",
            "two dictionaries",
            "a row group with a second dictionary",
            (file, chunks) -> chunks.get(0).pages.add(2, chunks.get(1).page(0))),
        damage(
            "none-v1-dictionary",
            "a dictionary has more values",
            "a dictionary of more values than it tells",
            (file, chunks) -> {
              Page dictionary = chunks.get(0).page(0);
              dictionary.setBody(replaced(dictionary.body, 0, 0, 0, 0, 0, 0));
            }),
        damage(
            "none-v1-plain",
            "than its pages",
            "a page of less than no values",
            data(page -> page.header.getData_page_header().setNum_values(-1))),
        damage(
            "none-v2-plain",
            "than its pages",
            "a page of more values than its column",
            data(page -> page.header.getData_page_header_v2().setNum_values(1 << 30))),
        damage(
            "none-v2-plain",
            "",
            "a column without one of its pages",
            (file, chunks) -> chunks.get(0).pages.remove(1)),
        damage(
            "none-v1-plain",
            "more values than its levels declare",
            "a page of more values than levels",
            data(page -> page.setBody(replaced(page.body, end(page), end(page), 0, 0, 0, 0)))),
        damage(
            "none-v1-plain",
            "fewer values than it declares",
            "a page of fewer values than levels",
            data(page -> page.setBody(replaced(page.body, end(page) - 4, end(page))))),
        damage(
            "none-v2-plain",
            "more levels or values",
            "a page of more levels than it tells",
            data(
                page -> {
                  int end = page.header.getData_page_header_v2().getRepetition_levels_byte_length();
                  page.header.getData_page_header_v2().setRepetition_levels_byte_length(end + 2);
                  page.setBody(replaced(page.body, end, end, 2, 0));
                })),
        damage(
            "none-v2-plain",
            "fewer levels than none",
            "levels whose bytes are less than none",
            data(
                page -> {
                  page.header.getData_page_header_v2().setRepetition_levels_byte_length(-4);
                  page.header.getData_page_header_v2().setDefinition_levels_byte_length(8);
                })),
        damage(
            "none-v1-plain",
            "",
            "a page whose bytes are less than none",
            data(page -> page.header.setCompressed_page_size(-1))),
        damage(
            "none-v1-plain",
            "larger than its column",
            "a page whose bytes are two billion",
            data(page -> page.header.setCompressed_page_size(Integer.MAX_VALUE))),
        damage(
            "none-v1-plain",
            "more lists than rows",
            "a row group of fewer rows than lists",
            (file, chunks) -> file.footer.getRow_groups().get(0).setNum_rows(39)),
        damage(
            "none-v1-plain",
            "-1 rows",
            "a row group of less than no rows",
            (file, chunks) -> file.footer.getRow_groups().get(1).setNum_rows(-1)));
  }

  private static Arguments damage(String whole, String told, String what, Damage damage) {
    return Arguments.of(what, whole, damage, told);
  }

  /** Damages the first data page of the column. */
  private static Damage data(PageDamage damage) {
    return (file, chunks) -> damage.to(chunks.get(0).data());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("damages")
  @Timeout(value = 60, unit = SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void tellsOfTheFileInOneLine(String what, String whole, Damage damage, String told)
      throws IOException {
    FileParts parts = new FileParts(Files.readAllBytes(WHOLE.resolve(whole + ".parquet")));
    damage.to(parts, parts.chunks("f"));
    Path file = Files.write(temp.resolve("damaged.parquet"), parts.bytes());
    Exception failure =
        catchException(() -> withListReader(file.toString()).select("f").collectAsList());
    CorpusSource source = new CorpusSource.Paths(List.of(file.toString()), "parquet");
    RuntimeException shown = ReadFailure.of(source, failure);
    assertThat(shown).isInstanceOf(BadSettingException.class);
    assertThat(((BadSettingException) shown).spelled(Setting::id))
        .contains("damaged.parquet", told)
        .doesNotContain("\n");
  }

  private static int end(Page page) {
    return page.body.length;
  }

  /**
   * Returns the offset of the values in a version 1 page, after the repetition and definition
   * levels.
   */
  private static int values(Page page) {
    ByteBuffer body = ByteBuffer.wrap(page.body).order(ByteOrder.LITTLE_ENDIAN);
    int definition = Integer.BYTES + body.getInt(0);
    return definition + Integer.BYTES + body.getInt(definition);
  }

  /**
   * Returns a Snappy block that decompresses to {@code count} zeros: one literal zero, and copies
   * of 64 bytes.
   */
  private static byte[] zeros(int count) {
    ByteBuffer block = ByteBuffer.allocate(6 + count / 64 * 3);
    for (int left = count; left != 0; left >>>= 7) {
      block.put((byte) ((left & 0x7f) | (left > 0x7f ? 0x80 : 0)));
    }
    block.put((byte) 0).put((byte) 0);
    while (block.remaining() >= 3) {
      block.put((byte) (63 << 2 | 2)).put((byte) 1).put((byte) 0);
    }
    return block.array();
  }
}
