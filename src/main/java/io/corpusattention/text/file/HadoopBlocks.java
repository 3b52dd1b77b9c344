package io.corpusattention.text.file;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.apache.commons.io.function.IOFunction;

/**
 * Reads the block format of Hadoop's LZ4 and Snappy codecs: each block is its uncompressed size
 * followed by pieces, and each piece is its compressed size followed by its bytes.
 *
 * <p>Hadoop's own reader does not notice if a file is truncated within a block.
 */
final class HadoopBlocks extends InputStream {
  private final InputStream in;
  private final IOFunction<InputStream, InputStream> decompressor;
  private InputStream piece = nullInputStream();
  private long left; // bytes of the block that are still unread

  HadoopBlocks(InputStream in, IOFunction<InputStream, InputStream> decompressor) {
    this.in = in;
    this.decompressor = decompressor;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] to, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    while (true) {
      int read = piece.read(to, offset, length);
      if (read > 0) {
        left -= read;
        if (left < 0) {
          throw new IOException("a block holds more than it says");
        }
        return read;
      }
      if (left > 0) {
        piece = piece();
      } else if (!nextBlock()) {
        return -1;
      }
    }
  }

  /** Starts the next block. Returns false at the end. */
  private boolean nextBlock() throws IOException {
    byte[] size = in.readNBytes(Integer.BYTES);
    if (size.length == 0) {
      return false;
    }
    left = number(size);
    return true;
  }

  private InputStream piece() throws IOException {
    int size = number(in.readNBytes(Integer.BYTES));
    byte[] bytes = in.readNBytes(size);
    if (bytes.length < size) {
      throw new EOFException();
    }
    return decompressor.apply(new ByteArrayInputStream(bytes));
  }

  private static int number(byte[] bytes) throws IOException {
    if (bytes.length < Integer.BYTES) {
      throw new EOFException();
    }
    int number = ByteBuffer.wrap(bytes).getInt();
    if (number < 0) {
      throw new IOException("a block has a size below 0");
    }
    return number;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
