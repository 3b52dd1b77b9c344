package io.corpusattention.parquet;

import io.corpusattention.parquet.FileParts.Chunk;
import io.corpusattention.parquet.FileParts.Page;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.RowGroup;

/**
 * Damages Parquet files at random, mostly where a reader trusts numbers: in page headers, in
 * levels, in dictionary indexes, and at the start of compressed blocks.
 */
final class ListMutants {
  private static final int[] TELLING = {
    0,
    1,
    -1,
    2,
    7,
    8,
    9,
    63,
    64,
    127,
    128,
    255,
    256,
    1 << 16,
    1 << 24,
    1 << 30,
    Integer.MAX_VALUE,
    Integer.MAX_VALUE - 1,
    Integer.MIN_VALUE
  };

  private final Random random;

  ListMutants(long seed) {
    this.random = new Random(seed);
  }

  /** Returns a copy of a file with one to three faults. */
  byte[] next(byte[] whole, String column) throws IOException {
    if (random.nextInt(8) == 0) {
      return scratched(whole.clone(), 0, whole.length);
    }
    FileParts file = new FileParts(whole);
    for (int faults = 1 + random.nextInt(2); faults > 0; faults--) {
      damage(file, column);
    }
    byte[] bytes = file.bytes();
    return random.nextInt(16) == 0 ? scratched(bytes, 0, bytes.length) : bytes;
  }

  private void damage(FileParts file, String column) {
    List<Chunk> chunks = file.chunks(column);
    Chunk chunk = chunks.get(random.nextInt(chunks.size()));
    if (chunk.pages.isEmpty()) {
      return;
    }
    Page page = chunk.page(random.nextInt(Math.min(chunk.pages.size(), 4)));
    switch (random.nextInt(12)) {
      case 0, 1, 2 -> page.body = scratched(page.body, 0, Math.min(page.body.length, 24));
      case 3 -> page.body = scratched(page.body, 0, page.body.length);
      case 4, 5, 6 -> damage(page.header);
      case 7 -> movePage(chunk, chunks.get(random.nextInt(chunks.size())), page);
      case 8 -> page.setBody(resized(page.body));
      case 9 -> page.body = resized(page.body);
      case 10 -> longRun(page);
      default -> damage(file, chunk);
    }
  }

  private void damage(PageHeader header) {
    switch (random.nextInt(4)) {
      case 0 -> header.setUncompressed_page_size(other(header.getUncompressed_page_size()));
      case 1 -> header.setCompressed_page_size(other(header.getCompressed_page_size()));
      default -> {
        if (header.isSetDictionary_page_header()) {
          header
              .getDictionary_page_header()
              .setNum_values(other(header.getDictionary_page_header().getNum_values()));
        } else if (header.isSetData_page_header()) {
          damage(header.getData_page_header());
        } else {
          damage(header.getData_page_header_v2());
        }
      }
    }
  }

  private void damage(DataPageHeader page) {
    if (random.nextInt(3) > 0) {
      page.setNum_values(other(page.getNum_values()));
    } else {
      page.setEncoding(otherEncoding());
    }
  }

  private void damage(DataPageHeaderV2 page) {
    switch (random.nextInt(6)) {
      case 0 -> page.setNum_values(other(page.getNum_values()));
      case 1 -> page.setEncoding(otherEncoding());
      case 2 -> page.setIs_compressed(!page.isIs_compressed());
      case 3 -> page.setNum_rows(other(page.getNum_rows()));
      case 4 ->
          page.setRepetition_levels_byte_length(other(page.getRepetition_levels_byte_length()));
      default ->
          page.setDefinition_levels_byte_length(other(page.getDefinition_levels_byte_length()));
    }
  }

  private void damage(FileParts file, Chunk chunk) {
    List<RowGroup> rowGroups = file.footer.getRow_groups();
    RowGroup rowGroup = rowGroups.get(random.nextInt(rowGroups.size()));
    switch (random.nextInt(4)) {
      case 0 -> rowGroup.setNum_rows(other((int) rowGroup.getNum_rows()));
      case 1 -> chunk.meta.setTotal_uncompressed_size(other(1000));
      default -> chunk.meta.setNum_values(other((int) chunk.meta.getNum_values()));
    }
  }

  /** Drops a page, repeats it, or moves it. */
  private void movePage(Chunk from, Chunk to, Page page) {
    switch (random.nextInt(3)) {
      case 0 -> from.pages.remove(page);
      case 1 -> to.pages.add(random.nextInt(to.pages.size() + 1), page.copy());
      default -> {
        from.pages.remove(page);
        to.pages.add(random.nextInt(to.pages.size() + 1), page);
      }
    }
  }

  /** Returns a number near another one, or one that often breaks programs. */
  private int other(int number) {
    return switch (random.nextInt(3)) {
      case 0 -> TELLING[random.nextInt(TELLING.length)];
      case 1 -> number + TELLING[random.nextInt(TELLING.length)];
      default -> number + random.nextInt(17) - 8;
    };
  }

  private Encoding otherEncoding() {
    return Encoding.values()[random.nextInt(Encoding.values().length)];
  }

  private byte[] scratched(byte[] bytes, int from, int to) {
    byte[] scratched = bytes.clone();
    for (int i = 1 + random.nextInt(3); i > 0 && from < to; i--) {
      int at = from + random.nextInt(to - from);
      scratched[at] =
          random.nextBoolean()
              ? (byte) (scratched[at] ^ (1 << random.nextInt(8)))
              : (byte) TELLING[random.nextInt(TELLING.length)];
    }
    return scratched;
  }

  /** Returns the body with bytes removed or added. */
  private byte[] resized(byte[] body) {
    return random.nextBoolean()
        ? Arrays.copyOf(body, random.nextInt(body.length + 1))
        : Arrays.copyOf(body, body.length + 1 + random.nextInt(40));
  }

  /** Puts a run of many numbers, or one that never ends, at a random place in a page. */
  private void longRun(Page page) {
    int at = random.nextInt(page.body.length + 1);
    int length = Math.min(page.body.length - at, 1 + random.nextInt(5));
    byte[] body = page.body.clone();
    for (int i = 0; i < length; i++) {
      body[at + i] = (byte) (i == 4 ? random.nextInt(16) : 0x80 | random.nextInt(128));
    }
    page.body = body;
  }
}
