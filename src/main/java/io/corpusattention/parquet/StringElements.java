package io.corpusattention.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;

/**
 * Elements of type string. Copies each one, even from a dictionary, so that later reads find them
 * side by side. The words of a dictionary are spread over more memory than caches hold.
 */
final class StringElements extends ListElements {
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private byte[] dictionary = {};
  private int[] starts = {0}; // [size + 1]: word i ends before the length of word i + 1

  StringElements() {
    super(Integer.BYTES); // its length
  }

  @Override
  protected void readDictionary(int size) {
    dictionary = page;
    starts = new int[size + 1];
    for (int i = 0; i < size; i++) {
      starts[i] = at + Integer.BYTES;
      take(length());
    }
    starts[size] = at + Integer.BYTES;
  }

  @Override
  protected void copyPlain(WritableColumnVector vector, int to, int count) {
    for (int i = 0; i < count; i++) {
      int length = length();
      vector.putByteArray(to + i, page, take(length), length);
    }
  }

  @Override
  protected void copyFromDictionary(WritableColumnVector vector, int to, int index) {
    int start = starts[index];
    vector.putByteArray(to, dictionary, start, starts[index + 1] - Integer.BYTES - start);
  }

  private int length() {
    return (int) INT.get(page, take(Integer.BYTES));
  }
}
