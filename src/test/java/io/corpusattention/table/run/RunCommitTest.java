package io.corpusattention.table.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.TextNode;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.FinishedRun;
import io.corpusattention.corpus.files.OutsideFailure;
import io.corpusattention.corpus.files.RunLayout;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies that if a process dies during its commit, the folder holds the complete old run or the
 * complete new run, with and without atomic renames of folders.
 */
class RunCommitTest {
  private static final String DISK = "file";
  private static final String OBJECTS = KillableFileSystem.ObjectStore.SCHEME;

  @TempDir private Path temp;

  @BeforeEach
  @AfterEach
  void processLives() {
    KillableFileSystem.revive();
  }

  @ParameterizedTest
  @ValueSource(strings = {DISK, OBJECTS})
  void readersFindOneWholeRunWheneverTheProcessDies(String scheme) throws IOException {
    Path run = temp.resolve("run");
    boolean foundOld = false;
    boolean foundNew = false;
    boolean killed = true;
    for (int changes = 0; killed; changes++) {
      KillableFileSystem.revive();
      FileUtils.deleteDirectory(run.toFile());
      write(scheme, "old", 3, Integer.MAX_VALUE);
      assertThat(read(scheme)).isEqualTo("old");
      write(scheme, "new", 2, changes);
      killed = KillableFileSystem.isKilled();
      KillableFileSystem.revive();
      processIsGone();
      String found = read(scheme);
      foundOld |= found.equals("old");
      foundNew |= found.equals("new");
      // The next run can use the folder.
      write(scheme, "next", 1, Integer.MAX_VALUE);
      assertThat(read(scheme)).as("after %d changes", changes).isEqualTo("next");
      assertThat(names(run)).containsExactly("_SUCCESS", "attention", "config.json", "run.json");
      assertThat(names(run.resolve("attention"))).containsExactly("part-0-next.parquet");
    }
    assertThat(foundOld).isTrue();
    assertThat(foundNew).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {DISK, OBJECTS})
  void nothingIsWrongWhenTheFirstRunOfAFolderDies(String scheme) throws IOException {
    boolean killed = true;
    for (int changes = 0; killed; changes++) {
      KillableFileSystem.revive();
      FileUtils.deleteDirectory(temp.resolve("run").toFile());
      write(scheme, "new", 2, changes);
      killed = KillableFileSystem.isKilled();
      KillableFileSystem.revive();
      processIsGone();
      assertThat(read(scheme)).as("after %d changes", changes).isIn("new", "nothing");
    }
    assertThat(read(scheme)).isEqualTo("new");
  }

  @ParameterizedTest
  @ValueSource(strings = {DISK, OBJECTS})
  void whatCannotBeRemovedIsNoSuccess(String scheme) throws IOException {
    write(scheme, "old", 3, Integer.MAX_VALUE);
    KillableFileSystem.stuck(
        file -> file.toString().endsWith("part-1-old.parquet") || file.getName().equals("old"));
    assertThatThrownBy(() -> write(scheme, "new", 2, Integer.MAX_VALUE))
        .isInstanceOf(OutsideFailure.class)
        .hasMessageContaining("is complete, but what was there before it is not all removed");
    assertThat(temp.resolve("run/_SUCCESS")).doesNotExist();
    assertThat(read(scheme)).isEqualTo("new");
    KillableFileSystem.revive();
    write(scheme, "next", 1, Integer.MAX_VALUE);
    assertThat(names(temp.resolve("run/attention"))).containsExactly("part-0-next.parquet");
  }

  /** Writes a run with {@code parts} files. The process dies after {@code changes} changes. */
  private void write(String scheme, String content, int parts, int changes) throws IOException {
    Configuration conf = KillableFileSystem.conf();
    KillableFileSystem.killAfter(changes);
    RunFolder folder = null;
    try {
      folder = RunFolder.own(location(scheme), WriteMode.OVERWRITE, List.of(), conf);
      for (int part = 0; part < parts; part++) {
        String name = RunLayout.ATTENTION + "/part-" + part + "-" + content + ".parquet";
        org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(folder.tables(), name);
        try (OutputStream out = file.getFileSystem(conf).create(file)) {
          out.write(bytes(content));
        }
        folder.add(List.of(new TableFile(name, 1L, content.length())));
      }
      folder.write(RunLayout.MODEL_CONFIG, out -> out.write(bytes(content)));
      folder.publish(new LinkedHashMap<>(Map.of("job", content)));
    } catch (IOException | RuntimeException e) {
      if (!KillableFileSystem.isKilled()) {
        throw e;
      }
    } finally {
      if (folder != null) {
        closeOrDie(folder);
      }
    }
  }

  /** Releases a folder. A process that has died cannot, so its claim remains. */
  private void closeOrDie(RunFolder folder) throws IOException {
    try {
      folder.close();
    } catch (KillableFileSystem.KilledException died) {
      assertThat(KillableFileSystem.isKilled()).isTrue();
    }
  }

  /** Changes the remaining claims to those of a process that is gone. */
  private void processIsGone() throws IOException {
    long gone = new ProcessBuilder("true").start().onExit().join().pid();
    Path running = temp.resolve("run/_running");
    for (String name : Files.exists(running) ? names(running) : List.<String>of()) {
      if (name.endsWith(".json")) {
        Path claim = running.resolve(name);
        Files.writeString(
            claim,
            Files.readString(claim).replaceAll("\"process\" : \\d+", "\"process\" : " + gone));
      }
    }
  }

  /** Returns the content that a reader finds in the run, which is the same in each of its files. */
  private String read(String scheme) throws IOException {
    Configuration conf = KillableFileSystem.conf();
    org.apache.hadoop.fs.Path folder = new org.apache.hadoop.fs.Path(location(scheme));
    if (!FinishedRun.isRun(folder.getFileSystem(conf), folder)) {
      return "nothing";
    }
    FinishedRun run;
    try {
      run = FinishedRun.open(Setting.INPUT.of(location(scheme)), "attend", folder, conf);
    } catch (BadSettingException unfinished) {
      assertThat(unfinished).hasMessageContaining("holds a run that did not finish");
      return "nothing";
    }
    String content = ((TextNode) run.manifest().get("job")).asText();
    FinishedRun.Table table = run.table(RunLayout.ATTENTION);
    int parts = 0;
    for (org.apache.hadoop.fs.Path path : table.files()) {
      Path local = Path.of(path.toUri().getPath());
      for (String name : Files.isDirectory(local) ? names(local) : List.of("")) {
        assertThat(local.resolve(name)).hasContent(content);
        parts++;
      }
    }
    assertThat(parts).isEqualTo(Map.of("old", 3, "new", 2, "next", 1).get(content));
    try (InputStream in = run.open(RunLayout.MODEL_CONFIG)) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(content);
    }
    return content;
  }

  private String location(String scheme) {
    return scheme + "://" + temp.resolve("run");
  }

  private static byte[] bytes(String content) {
    return content.getBytes(StandardCharsets.UTF_8);
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".crc"))
          .sorted()
          .toList();
    }
  }
}
