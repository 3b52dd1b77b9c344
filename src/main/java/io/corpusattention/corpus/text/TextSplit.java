package io.corpusattention.corpus.text;

import java.io.Serializable;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A part of a text file.
 *
 * @param start its first byte
 * @param length its length in bytes; that of the whole file if it is compressed
 * @param fileLength the length of the whole file
 */
record TextSplit(String file, long start, long length, long fileLength) implements Serializable {
  /** Returns the lines that begin in it. */
  TextLines lines(Configuration conf) {
    return new TextLines(file, start, length, conf);
  }

  /** Returns the path of the file in readable form. */
  String path() {
    return new Path(URI.create(file)).toString();
  }
}
