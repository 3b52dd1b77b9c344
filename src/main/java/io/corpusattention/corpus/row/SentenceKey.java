package io.corpusattention.corpus.row;

import org.apache.spark.sql.catalyst.expressions.XXH64;
import org.apache.spark.unsafe.types.UTF8String;

/** What stands for a sentence in random choices: a hash of its id, the same everywhere. */
public final class SentenceKey {
  /** The seed of Spark SQL's xxhash64, so that xxhash64(cast(id AS string)) gives the same. */
  private static final long HASH_SEED = 42;

  private SentenceKey() {}

  /**
   * The key.
   *
   * @param id an integer or a string, as Spark holds it
   */
  public static long of(Object id) {
    UTF8String text =
        id instanceof UTF8String string ? string : UTF8String.fromString(id.toString());
    return XXH64.hashUTF8String(text, HASH_SEED);
  }
}
