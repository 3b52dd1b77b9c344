package io.corpusattention.parquet;

import io.corpusattention.math.Float16;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;

/** Elements of type float16, read as float32, because Spark has no float16 type. */
final class Float16Elements extends ListElements {
  private float[] dictionary = {};

  Float16Elements() {
    super(Float16.BYTES);
  }

  @Override
  protected void readDictionary(int size) {
    dictionary = values(size);
  }

  @Override
  protected void copyPlain(WritableColumnVector vector, int to, int count) {
    vector.putFloats(to, count, values(count), 0);
  }

  @Override
  protected void copyFromDictionary(WritableColumnVector vector, int to, int index) {
    vector.putFloat(to, dictionary[index]);
  }

  private float[] values(int count) {
    int start = take((long) count * Float16.BYTES);
    ShortBuffer halves =
        ByteBuffer.wrap(page).order(ByteOrder.LITTLE_ENDIAN).position(start).asShortBuffer();
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = Float16.toFloat(halves.get());
    }
    return values;
  }
}
