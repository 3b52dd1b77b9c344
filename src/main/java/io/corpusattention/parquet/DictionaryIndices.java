package io.corpusattention.parquet;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.parquet.column.values.bitpacking.BytePacker;
import org.apache.parquet.column.values.bitpacking.Packer;
import org.apache.parquet.io.ParquetDecodingException;

/**
 * The values of a page as indices into a dictionary, decoded one at a time. Replaces parquet-java's
 * decoder, which trusts the length of a run: it allocates an array of this length, and it loops
 * forever if the page ends within a length.
 */
final class DictionaryIndices {
  private static final int GROUP = Byte.SIZE; // indices packed in one byte per bit of width

  private final HybridRuns runs = new HybridRuns();
  private BytePacker packer;
  private ByteBuffer page;
  private int end;

  private long left; // number of indices of the run that are not taken yet
  private int groupAt; // position of the next group in the page
  private int groupLeft; // number of indices of the group that are not taken yet
  private final int[] group = new int[GROUP];

  /**
   * Starts a page, whose indices are in the bytes from {@code start} inclusive to {@code end}
   * exclusive. The first byte is their bit width.
   */
  void start(byte[] bytes, int start, int end) {
    this.end = end;
    left = 0;
    if (start == end) { // no values at all: every list is null or empty
      runs.start(bytes, end, end, 0);
      return;
    }
    runs.start(bytes, start + 1, end, bytes[start]);
    page = ByteBuffer.wrap(bytes);
    packer = Packer.LITTLE_ENDIAN.newBytePacker(runs.bits());
  }

  /**
   * Returns the next index.
   *
   * @param size the size of the dictionary
   * @throws ParquetDecodingException if the index is not in the dictionary, or the page has no more
   */
  int next(int size) {
    if (left == 0) {
      left = runs.next();
      groupAt = runs.packedStart();
      groupLeft = 0;
    }
    left--;
    int index = runs.isPacked() ? nextPacked() : runs.value();
    if (index < 0 || index >= size) {
      throw new ParquetDecodingException("a page has a value that its dictionary does not have");
    }
    return index;
  }

  private int nextPacked() {
    if (groupLeft == 0) {
      int groupEnd = groupAt + runs.bits();
      if (groupEnd <= end) {
        packer.unpack8Values(page, groupAt, group, 0);
      } else { // the last group may be cut off
        byte[] cut = Arrays.copyOf(Arrays.copyOfRange(runs.bytes(), groupAt, end), runs.bits());
        packer.unpack8Values(ByteBuffer.wrap(cut), 0, group, 0);
      }
      groupAt = groupEnd;
      groupLeft = GROUP;
    }
    return group[GROUP - groupLeft--];
  }

  /**
   * Checks that the page has no more indices.
   *
   * @throws ParquetDecodingException if it has
   */
  void end() {
    runs.end(left);
  }
}
