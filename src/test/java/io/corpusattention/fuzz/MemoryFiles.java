package io.corpusattention.fuzz;

import io.corpusattention.weights.files.WeightFiles;
import java.io.ByteArrayInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;

/** A folder that is held in memory. */
record MemoryFiles(Map<String, byte[]> files) implements WeightFiles {
  @Override
  public String location() {
    return "models";
  }

  @Override
  public String named() {
    return null;
  }

  @Override
  public String path(String name) {
    return "models/" + name;
  }

  @Override
  public List<String> names() {
    return List.copyOf(files.keySet());
  }

  @Override
  public boolean exists(String name) {
    return files.containsKey(name);
  }

  @Override
  public long size(String name) throws IOException {
    return bytes(name).length;
  }

  @Override
  public InputStream open(String name, long offset) throws IOException {
    InputStream in = new ByteArrayInputStream(bytes(name));
    in.skipNBytes(offset);
    return in;
  }

  private byte[] bytes(String name) throws IOException {
    byte[] bytes = files.get(name);
    if (bytes == null) {
      throw new FileNotFoundException(path(name));
    }
    return bytes;
  }
}
