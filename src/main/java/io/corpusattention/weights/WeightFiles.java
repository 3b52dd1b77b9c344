package io.corpusattention.weights;

import java.io.IOException;
import java.io.InputStream;

/** A folder that holds weights, wherever it lies. */
public interface WeightFiles {
  /** The folder as the user named it. */
  String location();

  boolean exists(String name) throws IOException;

  /** Bytes of a file that exists. */
  long size(String name) throws IOException;

  InputStream open(String name) throws IOException;
}
