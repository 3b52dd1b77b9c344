package io.corpusattention.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.cli.JobProcess;
import io.corpusattention.job.run.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the commands and the queries of Spark SQL of README and the documentation, page by page, in
 * one folder.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SnippetsIT {
  /** Matches commands that need the reader's own files, a catalog, or hours. */
  private static final Pattern OF_READERS =
      Pattern.compile(
          "MODEL_FOLDER|model-folder|--weights W |--input-table|ewt|texts/|hdfs:|jobs/benchmark");

  @TempDir private static Path folder;

  @BeforeAll
  static void linkWhatCommandsName() throws IOException {
    for (String name : List.of("jobs", "data-samples")) {
      Files.createSymbolicLink(folder.resolve(name), JobProcess.ROOT.resolve(name));
    }
    // docs/getting-started.md tells readers to write this file.
    Files.writeString(folder.resolve("sentences.txt"), "The model and its weights are large.\n");
  }

  @Test
  @Order(1)
  void everyCommandOfThePagesSucceeds() throws Exception {
    Set<String> done = new HashSet<>();
    for (String page : Snippets.pages()) {
      for (String command : Snippets.commands(page)) {
        if (!OF_READERS.matcher(command).find() && done.add(command)) {
          run(page, command);
        }
      }
    }
    assertThat(done.size()).isGreaterThan(15);
  }

  private static void run(String page, String command) throws Exception {
    List<String> words = new ArrayList<>(List.of(command.split(" +", 0)));
    String job = words.remove(0).substring("jobs/".length());
    // Several pages write to the same folders.
    if (!words.contains("--mode")) {
      words.addAll(List.of("--mode", "overwrite"));
    }
    JobProcess run = JobProcess.run(job, folder, Map.of(), words.toArray(new String[0]));
    assertThat(run.exitCode()).as("%s: %s%n%s", page, command, run.err()).isZero();
    assertThat(run.errorLines())
        .as("%s: %s", page, command)
        .filteredOn(line -> !line.matches("(Model|Source|Folder) .*")) // fetching a model
        .isEmpty();
  }

  /** The queries name the folder of README's first command. */
  @Test
  @Order(2)
  void everyQueryOfSparkSqlGivesRows() throws Exception {
    JobProcess attend =
        JobProcess.run(
            "attend",
            folder,
            Map.of(),
            "--input",
            "data-samples/corpus.txt",
            "--model",
            "all-MiniLM-L6-v2",
            "--output",
            "target/attention",
            "--mode",
            "overwrite");
    assertThat(attend.exitCode()).as(attend.err()).isZero();
    int queries = 0;
    for (String page : Snippets.pages()) {
      for (String query : Snippets.blocks(page, "sql")) {
        if (query.contains("-- Spark SQL")) {
          String here = query.replace("`target/", "`" + folder + "/target/").replace(";", "");
          assertThat(SharedSpark.session().sql(here).collectAsList()).as(page).isNotEmpty();
          queries++;
        }
      }
    }
    assertThat(queries).isPositive();
  }
}
