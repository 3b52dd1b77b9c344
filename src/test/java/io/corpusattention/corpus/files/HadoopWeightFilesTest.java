package io.corpusattention.corpus.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.weights.files.WeightFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests what {@code --weights} can name through Hadoop. */
class HadoopWeightFilesTest {
  @TempDir private Path folder;

  private static WeightFiles open(String location) {
    return HadoopWeightFiles.open(location, new Configuration());
  }

  @Test
  void aFolderIsItselfWithOrWithoutASlash() throws IOException {
    Files.writeString(folder.resolve("a.npy"), "hello");
    Files.createDirectory(folder.resolve("b"));
    for (String location :
        new String[] {folder.toString(), folder + "/", folder + "//", "file://" + folder}) {
      WeightFiles files = open(location);
      assertThat(files.named()).isNull();
      assertThat(files.location()).isEqualTo(location.replaceAll("/+$", ""));
      assertThat(files.path("a.npy")).isEqualTo(files.location() + "/a.npy");
      assertThat(files.names()).containsExactly("a.npy");
      assertThat(files.exists("a.npy")).isTrue();
      assertThat(files.exists("c")).isFalse();
      assertThat(files.size("a.npy")).isEqualTo(5);
    }
  }

  @Test
  void aFileIsNamedWithinItsFolder() throws IOException {
    Files.writeString(folder.resolve("config.json"), "{}");
    for (String name : new String[] {"a.safetensors", "model.safetensors.index.json"}) {
      Files.writeString(folder.resolve(name), "hello");
      WeightFiles files = open(folder + "/" + name);
      assertThat(files.named()).isEqualTo(name);
      assertThat(files.location()).isEqualTo(folder + "/" + name);
      assertThat(files.path("config.json")).isEqualTo(folder + "/config.json");
      assertThat(files.exists("config.json")).isTrue();
      assertThat(files.size(name)).isEqualTo(5);
      try (InputStream in = files.open(name, 3)) {
        assertThat(in.readAllBytes()).asString().isEqualTo("lo");
      }
    }
  }

  @Test
  void otherFilesAreRefused() throws IOException {
    Files.writeString(folder.resolve("W_q.npy"), "hello");
    assertThatThrownBy(() -> open(folder + "/W_q.npy"))
        .isInstanceOf(BadSettingException.class)
        .hasMessageStartingWith("weights " + folder + "/W_q.npy: is a file; give a folder")
        .hasMessageContaining(".safetensors");
    Files.writeString(folder.resolve("model.bin"), "hello");
    assertThatThrownBy(() -> open(folder + "/model.bin")).hasMessageContaining("is a file");
    assertThatThrownBy(() -> open(folder + "/no.safetensors"))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("no.safetensors: does not exist");
  }
}
