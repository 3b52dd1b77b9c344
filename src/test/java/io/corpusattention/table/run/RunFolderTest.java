package io.corpusattention.table.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.corpus.files.OutsideFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Verifies that a run folder belongs to one run as long as that run is alive. */
class RunFolderTest {
  @TempDir private Path temp;

  @ParameterizedTest
  @EnumSource
  void aSecondRunIsRefusedWhileTheFirstLives(WriteMode mode) throws IOException {
    try (RunFolder first = own("run", WriteMode.ERROR)) {
      first.requireOwned();
      assertThatThrownBy(() -> own("run", mode))
          .isInstanceOf(BadSettingException.class)
          .hasMessageMatching(
              "output .*/run: a job is running there, started at 20[^.]*Z on host .+, process "
                  + ProcessHandle.current().pid()
                  + "; wait for its end, or choose another folder");
      first.requireOwned();
    }
    assertThat(temp.resolve("run")).doesNotExist();
  }

  @Test
  void aRunThatChangesNothingLeavesNothing() throws IOException {
    RunFolder.check(temp.resolve("a/b").toString(), WriteMode.ERROR, List.of(), conf());
    own("a/b", WriteMode.ERROR).close();
    assertThat(temp).isEmptyDirectory();
  }

  @ParameterizedTest
  @EnumSource
  void ofRunsThatBeginAtOnceOneGetsTheFolder(WriteMode mode) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    try {
      for (int round = 0; round < 10; round++) {
        String folder = "round-" + round;
        List<Future<RunFolder>> runs = new ArrayList<>();
        for (Callable<RunFolder> run :
            List.of(run(folder, mode), run(folder, mode), run(folder, mode))) {
          runs.add(threads.submit(run));
        }
        List<RunFolder> owners = new ArrayList<>();
        for (Future<RunFolder> run : runs) {
          if (run.get() != null) {
            owners.add(run.get());
          }
        }
        assertThat(owners).as(folder).hasSize(1);
        owners.get(0).requireOwned();
        owners.get(0).close();
      }
    } finally {
      threads.shutdownNow();
    }
    // A run that lost may have created the folder. The owner then does not remove it.
    assertThat(temp.toFile().listFiles()).allSatisfy(f -> assertThat(f).isEmptyDirectory());
  }

  private Callable<RunFolder> run(String folder, WriteMode mode) {
    return () -> {
      try {
        return own(folder, mode);
      } catch (BadSettingException refused) {
        return null;
      }
    };
  }

  @Test
  void aRunWhoseProcessIsGoneIsDead() throws Exception {
    Process process = new ProcessBuilder("true").start();
    process.waitFor();
    claim("run", process.pid(), Instant.now());
    isDead("run");
  }

  @Test
  void aRunOfAnotherHostLivesAsLongAsItRefreshesItsClaim() throws IOException {
    claimOfAnotherHost("run", Instant.now().minusSeconds(30));
    assertThatThrownBy(() -> own("run", WriteMode.OVERWRITE))
        .hasMessageContainingAll("a job is running there", "on host elsewhere, process 1");
    claimOfAnotherHost("run", Instant.now().minusSeconds(90));
    isDead("run");
  }

  @Test
  void aDeadTrainingCanBeContinued() throws IOException {
    claimOfAnotherHost("run", Instant.now().minusSeconds(90));
    Files.createDirectories(temp.resolve("run/checkpoints"));
    assertThatThrownBy(() -> own("run", WriteMode.ERROR))
        .hasMessageContainingAll(
            "holds a run that did not finish, it died",
            "use resume to go on from its last checkpoint, mode overwrite to replace it");
  }

  /** Verifies that a dead run is reported without overwrite and removed with overwrite. */
  private void isDead(String folder) throws IOException {
    assertThatThrownBy(() -> own(folder, WriteMode.ERROR))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContainingAll(
            "holds a run that did not finish, it died", "use mode overwrite to replace it");
    assertThatThrownBy(
            () ->
                RunFolder.check(
                    temp.resolve(folder).toString(), WriteMode.ERROR, List.of(), conf()))
        .hasMessageContaining("holds a run that did not finish, it died");
    Files.createDirectories(temp.resolve(folder).resolve("_running/dead/attention"));
    try (RunFolder next = own(folder, WriteMode.OVERWRITE)) {
      assertThat(names(temp.resolve(folder).resolve("_running"))).hasSize(1);
      next.requireOwned();
    }
    assertThat(names(temp.resolve(folder))).isEmpty();
  }

  @Test
  void aRunThatStoodStillTooLongStopsBeforeItHarmsTheNext() throws IOException {
    RunFolder slow = own("run", WriteMode.ERROR);
    slow.write("config.json", out -> out.write('1'));
    // Make the claim older than a minute, and its host unknown.
    Path claim = onlyClaim("run");
    Files.writeString(
        claim, Files.readString(claim).replaceAll("\"host\" : \"[^\"]*\"", "\"host\" : \"h\""));
    Files.setLastModifiedTime(claim, FileTime.from(Instant.now().minusSeconds(90)));
    try (RunFolder next = own("run", WriteMode.OVERWRITE)) {
      assertThatThrownBy(() -> slow.publish(new LinkedHashMap<>()))
          .isInstanceOf(OutsideFailure.class)
          .hasMessageContaining("this run has lost its folder");
      slow.close();
      next.requireOwned();
      next.write("config.json", out -> out.write('2'));
      next.publish(new LinkedHashMap<>());
    }
    assertThat(temp.resolve("run/config.json")).hasContent("2");
    assertThat(names(temp.resolve("run"))).containsExactly("_SUCCESS", "config.json", "run.json");
  }

  @ParameterizedTest
  @ValueSource(strings = {"_temporary/0/x", "__magic_job-5f1c/tasks/x", "__magic/job/x"})
  void clearsWhatTheCommittersOfKilledRunsHaveLeft(String leftover) throws IOException {
    Path left = temp.resolve("run").resolve(leftover);
    Files.createDirectories(left.getParent());
    Files.writeString(left, "pending");
    assertThatThrownBy(() -> own("run", WriteMode.ERROR))
        .hasMessageContaining("holds a run that did not finish");
    try (RunFolder run = own("run", WriteMode.OVERWRITE)) {
      run.publish(new LinkedHashMap<>(Map.of("job", "attend")));
    }
    assertThat(names(temp.resolve("run"))).containsExactly("_SUCCESS", "run.json");
  }

  @Test
  void leavesWhatIsOfNoRun() throws IOException {
    Files.createDirectories(temp.resolve("run/attention"));
    Files.writeString(temp.resolve("run/attention/notes.txt"), "mine");
    assertThatThrownBy(() -> own("run", WriteMode.OVERWRITE))
        .isInstanceOf(BadSettingException.class)
        .hasMessageContaining("holds attention/notes.txt, which is no part of a run");
    assertThat(names(temp.resolve("run"))).containsExactly("attention");
  }

  private RunFolder own(String folder, WriteMode mode) {
    return RunFolder.own(temp.resolve(folder).toString(), mode, List.of(), conf());
  }

  private static Configuration conf() {
    return new Configuration();
  }

  private void claimOfAnotherHost(String folder, Instant written) throws IOException {
    write(folder, "{\"host\": \"elsewhere\", \"process\": 1, \"owner\": true}", written);
  }

  /** Writes a claim from this host. */
  private void claim(String folder, long process, Instant written) throws IOException {
    String claim;
    try (RunFolder run = own("example", WriteMode.ERROR)) {
      run.requireOwned();
      claim = Files.readString(onlyClaim("example"));
    }
    write(folder, claim.replaceAll("\"process\" : \\d+", "\"process\" : " + process), written);
  }

  private void write(String folder, String claim, Instant written) throws IOException {
    Path file = temp.resolve(folder).resolve("_running/20260101T000000.000000Z-aaaaaaaa.json");
    Files.createDirectories(file.getParent());
    Files.writeString(file, claim);
    Files.setLastModifiedTime(file, FileTime.from(written));
  }

  private Path onlyClaim(String folder) throws IOException {
    Path running = temp.resolve(folder).resolve("_running");
    List<String> claims = names(running).stream().filter(n -> n.endsWith(".json")).toList();
    assertThat(claims).hasSize(1);
    return running.resolve(claims.get(0));
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
