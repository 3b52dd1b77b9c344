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
 * An input that may name run folders of embed. Each stands for the table of sentences in it.
 *
 * @param source the same input, with each run folder replaced by its table of sentences
 * @param rows the number of rows according to the run folders; empty if not every path is one
 * @param any whether the input names a run folder
 * @param models for each run folder that a model embedded, by its path, the SHA-256 of the model's
 *     word embeddings
 */
public record EmbedRuns(
    CorpusSource source, OptionalLong rows, boolean any, Map<String, String> models) {
  /**
   * Looks for run folders among the paths of an input.
   *
   * @throws BadSettingException if a run folder belongs to another job, its run did not finish, or
   *     its files do not match its run.json
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
    } catch (IllegalArgumentException e) { // another host's path; the code that reads it reports it
      return Optional.empty();
    }
  }
}
