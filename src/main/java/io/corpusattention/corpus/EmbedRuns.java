package io.corpusattention.corpus;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.FinishedRun;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.RunLayout;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Run folders of embed as inputs: the table in them stands for them.
 *
 * @param source the same input, with the table of sentences in place of each run folder
 * @param rows that the run folders say they hold; empty where the input has others, too
 * @param any whether there is one
 * @param models of those that a model has embedded, the SHA-256 of the model's words, by their
 *     paths
 */
public record EmbedRuns(
    CorpusSource source, OptionalLong rows, boolean any, Map<String, String> models) {
  /**
   * Looks for run folders among the paths of an input.
   *
   * @throws BadSettingException where a run folder is of another job, where its run did not finish,
   *     or where its files are not those of its run.json
   */
  public static EmbedRuns in(CorpusSource source, Configuration conf) throws IOException {
    if (!(source instanceof CorpusSource.Paths files)) {
      return new EmbedRuns(source, OptionalLong.empty(), false, Map.of());
    }
    List<String> paths = new ArrayList<>();
    Map<String, String> models = new LinkedHashMap<>();
    long rows = 0;
    boolean known = true;
    boolean any = false;
    for (String path : files.paths()) {
      Optional<FinishedRun.Table> table = table(path, conf);
      known &= table.isPresent() && table.get().rows().isPresent();
      rows += known ? table.orElseThrow().rows().orElseThrow() : 0;
      any |= table.isPresent();
      if (table.isPresent()) {
        table.get().files().forEach(file -> paths.add(file.toString()));
        JsonNode embeddings = table.get().manifest().path("embeddings");
        if (embeddings.has("vocabulary")) {
          models.put(path, embeddings.path("sha256").asText());
        }
      } else {
        paths.add(path);
      }
    }
    return new EmbedRuns(
        new CorpusSource.Paths(paths, files.format()),
        known ? OptionalLong.of(rows) : OptionalLong.empty(),
        any,
        models);
  }

  private static Optional<FinishedRun.Table> table(String given, Configuration conf)
      throws IOException {
    Path path = HadoopPaths.path(Setting.INPUT, given);
    HadoopPaths.fileSystem(Setting.INPUT, path, conf);
    try {
      return FinishedRun.table(Setting.INPUT.of(given), "embed", RunLayout.SENTENCES, path, conf);
    } catch (IllegalArgumentException e) { // of another host; what reads the path says so
      return Optional.empty();
    }
  }
}
