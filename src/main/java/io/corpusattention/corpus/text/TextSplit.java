package io.corpusattention.corpus.text;

import java.io.Serializable;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A part of a text file.
 *
 * @param start its first byte
 * @param length in bytes; that of the file where it is compressed
 * @param fileLength that of the whole file
 */
record TextSplit(String file, long start, long length, long fileLength) implements Serializable {
  /** The lines that begin in it. */
  TextLines lines(Configuration conf) {
    return new TextLines(file, start, length, conf);
  }

  /** The path of the file, as people write it. */
  String path() {
    return new Path(URI.create(file)).toString();
  }
}
