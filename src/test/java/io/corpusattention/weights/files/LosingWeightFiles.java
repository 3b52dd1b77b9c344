package io.corpusattention.weights.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** A folder on a file system that loses its connection when a certain file is requested. */
public record LosingWeightFiles(LocalWeightFiles files, String lost) implements WeightFiles {
  public LosingWeightFiles(Path folder, String lost) {
    this(new LocalWeightFiles(folder, null), lost);
  }

  @Override
  public String location() {
    return files.location();
  }

  @Override
  public String named() {
    return files.named();
  }

  @Override
  public String path(String name) {
    return files.path(name);
  }

  @Override
  public List<String> names() throws IOException {
    return files.names();
  }

  @Override
  public boolean exists(String name) throws IOException {
    if (name.equals(lost)) {
      throw new IOException("connection lost");
    }
    return files.exists(name);
  }

  @Override
  public long size(String name) throws IOException {
    return files.size(name);
  }

  @Override
  public InputStream open(String name, long offset) throws IOException {
    return files.open(name, offset);
  }
}
