package io.corpusattention.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;

/** Elements of type float32. */
final class FloatElements extends ListElements {
  private float[] dictionary = {};

  FloatElements() {
    super(Float.BYTES);
  }

  @Override
  protected void readDictionary(int size) {
    int start = take((long) size * Float.BYTES);
    dictionary = new float[size];
    ByteBuffer.wrap(page)
        .order(ByteOrder.LITTLE_ENDIAN)
        .position(start)
        .asFloatBuffer()
        .get(dictionary);
  }

  @Override
  protected void copyPlain(WritableColumnVector vector, int to, int count) {
    vector.putFloatsLittleEndian(to, count, page, take((long) count * Float.BYTES));
  }

  @Override
  protected void copyFromDictionary(WritableColumnVector vector, int to, int index) {
    vector.putFloat(to, dictionary[index]);
  }
}
