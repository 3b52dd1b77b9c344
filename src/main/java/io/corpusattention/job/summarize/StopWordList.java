package io.corpusattention.job.summarize;

import io.corpusattention.analysis.summary.StopWords;
import io.corpusattention.analysis.summary.WordForms;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.RootCause;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.feature.StopWordsRemover;

/**
 * Reads the stop words of --stop-words: a language's list from Spark MLlib, the words in a file, or
 * none.
 */
final class StopWordList {
  static final String NONE = "none";

  private static final String FILE = "file:";

  /** The languages that Spark's StopWordsRemover has lists for. */
  private static final List<String> LANGUAGES =
      List.of(
          "danish",
          "dutch",
          "english",
          "finnish",
          "french",
          "german",
          "hungarian",
          "italian",
          "norwegian",
          "portuguese",
          "russian",
          "spanish",
          "swedish",
          "turkish");

  private StopWordList() {}

  /**
   * Reads the list.
   *
   * @throws BadSettingException if there is no such list
   */
  static StopWords read(String option, Configuration conf) {
    if (option.equals(NONE)) {
      return new StopWords(List.of(), WordForms.OTHER);
    }
    if (LANGUAGES.contains(option)) {
      return new StopWords(
          Arrays.asList(StopWordsRemover.loadDefaultStopWords(option)), WordForms.of(option));
    }
    Path path = path(option);
    if (path != null) {
      return new StopWords(lines(option, path, conf), WordForms.OTHER);
    }
    throw Setting.STOP_WORDS
        .of(option)
        .bad(
            "is no list; give one of "
                + String.join(", ", LANGUAGES)
                + ", or file:PATH for a file of your own, a word on each line, or none");
  }

  /**
   * Returns the file that the option names, or null. The text after file: is a path on any file
   * system. If it begins with two slashes, file: is read as the scheme of the path, which means the
   * same on a local disk.
   */
  static Path path(String option) {
    if (!option.startsWith(FILE)) {
      return null;
    }
    String path = option.substring(FILE.length());
    return HadoopPaths.path(Setting.STOP_WORDS, path.startsWith("//") ? option : path);
  }

  private static List<String> lines(String option, Path path, Configuration conf) {
    FileSystem fileSystem = HadoopPaths.fileSystem(Setting.STOP_WORDS, path, conf);
    try (InputStream in = fileSystem.open(path)) {
      // Strict, because a list in another encoding would silently match nothing.
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(in.readAllBytes()))
          .toString()
          .replace("\uFEFF", "")
          .lines()
          .toList();
    } catch (FileNotFoundException e) {
      throw Setting.STOP_WORDS
          .of(option)
          .bad("there is no such file, or it is a folder")
          .causedBy(e);
    } catch (CharacterCodingException e) {
      throw Setting.STOP_WORDS.of(option).bad("is not UTF-8; convert it with iconv").causedBy(e);
    } catch (IOException e) {
      throw Setting.STOP_WORDS.of(option).bad("cannot be read: " + RootCause.of(e)).causedBy(e);
    }
  }
}
