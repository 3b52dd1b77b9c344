package io.corpusattention.corpus.files;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The paths of a setting such as the input, before they are read. */
public final class InputPaths {
  /** Between paths: a comma, but none inside the braces of a glob. */
  private static final String COMMA = ",(?![^{]*\\})";

  private InputPaths() {}

  /**
   * The paths that a user gives, several by commas, but for a path that has a comma in its name.
   */
  public static List<String> separated(Setting setting, List<String> given, Configuration conf) {
    List<String> paths = new ArrayList<>();
    for (String path : given) {
      boolean one = !path.contains(",") || HadoopPaths.exists(setting, path, conf);
      paths.addAll(one ? List.of(path) : List.of(path.split(COMMA)));
    }
    return paths;
  }

  /**
   * Every path must match something, and nothing may be given twice: ids are not checked.
   *
   * @throws BadSettingException where that is not so
   */
  public static void requireDistinctMatches(Setting setting, List<String> paths, Configuration conf)
      throws IOException {
    Map<Path, String> given = new HashMap<>();
    for (String path : paths) {
      Path pattern = HadoopPaths.path(setting, path);
      FileNames.requireReadable(
          setting, pattern, HadoopPaths.fileSystem(setting, pattern, conf).getUri().getScheme());
      List<Path> matches = HadoopPaths.matches(setting, path, conf);
      if (matches.isEmpty()) {
        throw setting.of(path).bad("matches no file; give files, folders or globs");
      }
      for (Path match : matches) {
        Path canonical = HadoopPaths.canonical(match, conf);
        for (Path p = canonical; p != null; p = p.getParent()) {
          if (given.containsKey(p)) {
            throw setting
                .of(path)
                .bad(match + " is given already, by " + given.get(p) + "; name every file once");
          }
        }
        given.put(canonical, path);
      }
    }
    // A file may also have been named before the folder that holds it.
    for (Path file : given.keySet()) {
      for (Path p = file.getParent(); p != null; p = p.getParent()) {
        if (given.containsKey(p)) {
          throw setting
              .of(given.get(file))
              .bad(file + " is given already, by " + given.get(p) + "; name every file once");
        }
      }
    }
  }
}
