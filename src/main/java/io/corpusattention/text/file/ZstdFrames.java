package io.corpusattention.text.file;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * Reads the frames of a Zstandard file, one after another.
 *
 * <p>Throws an EOFException if the file is empty or ends within a frame. zstd-jni's own stream does
 * not notice if a file is truncated within its second frame or a later one.
 */
final class ZstdFrames extends InputStream {
  private static final int BUFFER = 1 << 17;

  private final InputStream in;
  private final ZstdDecompressCtx context = new ZstdDecompressCtx();
  private final byte[] read = new byte[BUFFER];
  private final ByteBuffer from = ByteBuffer.allocateDirect(BUFFER).limit(0);
  private final ByteBuffer to = ByteBuffer.allocateDirect(BUFFER).limit(0);
  private boolean within = true; // within a frame, or before the first one

  ZstdFrames(InputStream in) {
    this.in = in;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    while (length > 0 && !to.hasRemaining()) {
      boolean ended = !from.hasRemaining() && !fill();
      if (ended && !within) {
        return -1;
      }
      to.clear();
      try {
        within = !context.decompressDirectByteBufferStream(to, from);
      } catch (ZstdException e) {
        throw new IOException(e.getMessage(), e);
      }
      to.flip();
      if (ended && within && !to.hasRemaining()) { // the decoder held no output back
        throw new EOFException();
      }
    }
    int count = Math.min(length, to.remaining());
    to.get(bytes, offset, count);
    return count;
  }

  /** Reads more input. Returns false at the end of the file. */
  private boolean fill() throws IOException {
    int count = in.read(read);
    if (count > 0) {
      from.clear().put(read, 0, count).flip();
    }
    return count > 0;
  }

  @Override
  public void close() throws IOException {
    context.close();
    in.close();
  }
}
