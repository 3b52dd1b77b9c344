package io.corpusattention.job.embed;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.OutsideFailure;
import io.corpusattention.corpus.files.RunLayout;
import io.corpusattention.table.run.WriteMode;
import io.corpusattention.text.VectorWriter;
import io.corpusattention.text.WordVectors;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Where a run saves the vectors that it learned, if any.
 *
 * @param shown the file, as shown to the user; null if no vectors are learned
 * @param file the file that the user named; null for the one in the run folder
 */
record LearnedVectors(String shown, Path file, Configuration conf) {
  /**
   * Determines where the vectors go.
   *
   * @throws BadSettingException if the named file already exists and must not be replaced
   */
  static LearnedVectors open(EmbedSettings settings, Configuration conf) throws IOException {
    if (settings.embedder().kind() != EmbedderKind.WORD2VEC) {
      return new LearnedVectors(null, null, conf);
    }
    String save = settings.embedder().word2vec().save();
    if (save == null) {
      String folder = settings.output().folder().replaceAll("(?<=[^/:])/+$", "");
      return new LearnedVectors(folder + "/" + RunLayout.VECTORS, null, conf);
    }
    Path path = HadoopPaths.path(Setting.SAVE_VECTORS, save);
    boolean there = HadoopPaths.fileSystem(Setting.SAVE_VECTORS, path, conf).exists(path);
    if (there && settings.output().mode() == WriteMode.ERROR) {
      throw Setting.SAVE_VECTORS
          .of(save)
          .bad("already exists; use ", Setting.MODE, " overwrite to replace it");
    }
    return new LearnedVectors(save, path, conf);
  }

  /**
   * Writes the vectors to the file that the user named, if any. Call this before the run commits.
   */
  void saveToFile(WordVectors vectors) {
    if (file != null) {
      try {
        FileSystem fileSystem = file.getFileSystem(conf);
        fileSystem.setWriteChecksum(false);
        try (OutputStream out = fileSystem.create(file, true)) {
          VectorWriter.write(vectors, out);
        }
      } catch (IOException e) {
        throw OutsideFailure.or(e, Setting.SAVE_VECTORS.of(shown), "cannot be written");
      }
    }
  }

  /** Returns whether the vectors go into the run folder instead. */
  boolean inRun() {
    return shown != null && file == null;
  }
}
