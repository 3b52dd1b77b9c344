package io.corpusattention.weights.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A folder on the local disk, which messages call {@code models}. */
public record LocalWeightFiles(Path folder, String named) implements WeightFiles {
  @Override
  public String location() {
    return named == null ? "models" : path(named);
  }

  @Override
  public String path(String name) {
    return "models/" + name;
  }

  @Override
  public List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).map(file -> file.getFileName().toString()).toList();
    }
  }

  @Override
  public boolean exists(String name) {
    return Files.exists(folder.resolve(name));
  }

  @Override
  public long size(String name) throws IOException {
    return Files.size(folder.resolve(name));
  }

  @Override
  public InputStream open(String name, long offset) throws IOException {
    SeekableByteChannel channel = Files.newByteChannel(folder.resolve(name));
    return Channels.newInputStream(channel.position(offset));
  }
}
