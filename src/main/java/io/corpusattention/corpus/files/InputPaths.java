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

/** Splits and checks the paths of a setting, such as the input, before they are read. */
public final class InputPaths {
  /** The separator between paths: a comma outside the braces of a glob. */
  private static final String COMMA = ",(?![^{]*\\})";

  private InputPaths() {}

  /**
   * Splits the paths that a user gives at commas, except a path whose own name contains a comma.
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
   * Requires every path to match something, and no file to be given twice, because duplicate ids
   * are not detected.
   *
   * @return what the paths match
   * @throws BadSettingException if a path matches nothing, or if a file is given twice
   */
  public static List<Path> requireDistinctMatches(
      Setting setting, List<String> paths, Configuration conf) throws IOException {
    List<Path> found = new ArrayList<>();
    Map<Path, String> given = new HashMap<>();
    for (String path : paths) {
      Path pattern = HadoopPaths.path(setting, path);
      FileNames.requireReadable(
          setting, pattern, HadoopPaths.fileSystem(setting, pattern, conf).getUri().getScheme());
      List<Path> matches = HadoopPaths.matches(setting, path, conf);
      if (matches.isEmpty()) {
        throw setting.of(path).bad("matches no file; give files, folders or globs");
      }
      found.addAll(matches);
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
    // The user may also have named a file before the folder that holds it.
    for (Path file : given.keySet()) {
      for (Path p = file.getParent(); p != null; p = p.getParent()) {
        if (given.containsKey(p)) {
          throw setting
              .of(given.get(file))
              .bad(file + " is given already, by " + given.get(p) + "; name every file once");
        }
      }
    }
    return found;
  }
}
