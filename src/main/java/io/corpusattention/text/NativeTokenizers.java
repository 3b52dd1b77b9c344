package io.corpusattention.text;

import ai.djl.huggingface.tokenizers.jni.TokenizersLibrary;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Loads the native library of Hugging Face's tokenizers from the jar. Copies it to a separate
 * folder under java.io.tmpdir, from which the system can load it, and deletes the copy once it is
 * loaded. Fetches nothing from elsewhere.
 */
final class NativeTokenizers {
  private static final Object LOCK = new Object();
  private static boolean loaded;

  private NativeTokenizers() {}

  /**
   * Returns the library, and loads it if needed.
   *
   * @throws BadSettingException if there is no library for this machine, or the system refuses it
   */
  static TokenizersLibrary library() {
    synchronized (LOCK) {
      if (!loaded) {
        load();
        loaded = true;
      }
      return TokenizersLibrary.LIB;
    }
  }

  private static void load() {
    String name = System.mapLibraryName("tokenizers");
    String resource = "native/lib/" + platform() + "/cpu/" + name;
    try (InputStream in = TokenizersLibrary.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw Setting.TOKENIZER
            .given()
            .bad(
                "Hugging Face tokenizers run on Linux (x86_64, aarch64) and on macOS"
                    + " (aarch64), not on "
                    + platform()
                    + "; here tokens can be words");
      }
      Path folder = Files.createTempDirectory("corpus-attention-");
      Path file = folder.resolve(name);
      try {
        Files.copy(in, file);
        System.load(file.toAbsolutePath().toString());
      } finally {
        Files.deleteIfExists(file);
        Files.deleteIfExists(folder);
      }
    } catch (IOException | UnsatisfiedLinkError e) {
      throw Setting.TOKENIZER
          .given()
          .bad(
              ("the native library cannot be loaded from %s (%s); set java.io.tmpdir to a folder "
                      + "from which programs may be run")
                  .formatted(System.getProperty("java.io.tmpdir"), e.getMessage()))
          .causedBy(e);
    }
  }

  private static String platform() {
    String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String architecture = System.getProperty("os.arch");
    return (system.startsWith("mac") ? "osx" : system.split(" ", -1)[0])
        + "-"
        + (architecture.equals("amd64") ? "x86_64" : architecture);
  }
}
