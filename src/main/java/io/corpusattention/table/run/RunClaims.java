package io.corpusattention.table.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.lang3.StringUtils;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.net.NetUtils;

/**
 * The claims of runs to a run folder. Each run has one file, {@code _running/RUN_ID.json}, with its
 * host, process, and start time. A live run keeps rewriting its claim.
 *
 * <p>Only the file system's clock determines the age of a claim, because the clocks of two hosts
 * may differ.
 */
final class RunClaims {
  /** How often a live run rewrites its claim. */
  static final Duration REFRESH = Duration.ofSeconds(10);

  /** If a claim was not rewritten for this long, its run is dead. */
  static final Duration DEAD_AFTER = Duration.ofSeconds(60);

  /** Stands for the host if a claim is incomplete. */
  private static final String UNREAD = "";

  private static final String SUFFIX = ".json";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String HOST = NetUtils.getLocalHostname();

  /** Another container or machine may have the same host name, but has its own processes. */
  private static final String NAMESPACE = processNamespace();

  private final FileSystem fileSystem;
  private final Path folder;

  /**
   * @param folder the folder of the claims, which need not exist
   */
  RunClaims(FileSystem fileSystem, Path folder) {
    this.fileSystem = fileSystem;
    this.folder = folder;
  }

  /**
   * One claim. Two runs that start at the same time cannot both get the folder: each writes its
   * claim, waits until earlier claims are decided, marks itself as the owner, and checks once more
   * (Lamport's bakery algorithm).
   *
   * @param id the run's id; begins with its start time, so that ids sort by start time
   * @param written when the claim was last written, in milliseconds of the file system's clock
   * @param owner whether the run found that it owns the folder
   */
  record Claim(
      String id,
      long written,
      String host,
      long process,
      String namespace,
      String started,
      boolean owner) {
    /** Returns a claim of this process. */
    static Claim of(String id, Instant started, boolean owner) {
      return new Claim(
          id, 0, HOST, ProcessHandle.current().pid(), NAMESPACE, started.toString(), owner);
    }

    /**
     * Returns whether its run is live.
     *
     * @param now the time of the file system's clock, in milliseconds
     */
    boolean isLive(long now) {
      return now - written <= DEAD_AFTER.toMillis() && !isProcessGone();
    }

    private boolean isProcessGone() {
      return host.equals(HOST)
          && namespace.equals(NAMESPACE)
          && ProcessHandle.of(process).isEmpty();
    }

    /** Describes the run, for messages. */
    String shown() {
      String start = "started at " + started.replaceFirst("\\.\\d+Z$", "Z"); // without fractions
      if (host.equals(UNREAD)) {
        return start
            + "; if it has died, its claim counts for "
            + DEAD_AFTER.toSeconds()
            + " s more";
      }
      return start + " on host " + host + ", process " + process;
    }
  }

  /** Returns all claims, including those of dead runs, ordered by start time. */
  List<Claim> all() throws IOException {
    List<Claim> claims = new ArrayList<>();
    for (FileStatus file : files()) {
      String name = file.getPath().getName();
      if (file.isFile() && name.endsWith(SUFFIX)) {
        read(file, StringUtils.substringBeforeLast(name, SUFFIX)).ifPresent(claims::add);
      }
    }
    claims.sort((one, other) -> one.id().compareTo(other.id()));
    return claims;
  }

  private FileStatus[] files() throws IOException {
    try {
      return fileSystem.listStatus(folder);
    } catch (FileNotFoundException none) {
      return new FileStatus[0];
    }
  }

  /** Reads a claim. Returns empty if its run has just ended. */
  private Optional<Claim> read(FileStatus file, String id) {
    long written = file.getModificationTime();
    try (InputStream in = fileSystem.open(file.getPath())) {
      JsonNode json = JSON.readTree(in);
      if (!json.isObject()) {
        throw new IOException("it is being written");
      }
      return Optional.of(
          new Claim(
              id,
              written,
              json.path("host").asText(),
              json.path("process").asLong(),
              json.path("namespace").asText(),
              json.path("started").asText(),
              json.path("owner").asBoolean()));
    } catch (FileNotFoundException gone) {
      return Optional.empty();
    } catch (IOException beingWritten) {
      // A run that rewrites its claim is most likely the owner.
      String started = StringUtils.substringBefore(id, "-");
      return Optional.of(new Claim(id, written, UNREAD, 0, "", started, true));
    }
  }

  /**
   * Writes a claim.
   *
   * @return the time of the file system's clock, in milliseconds
   */
  long write(Claim claim) throws IOException {
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("host", claim.host());
    contents.put("process", claim.process());
    contents.put("namespace", claim.namespace());
    contents.put("started", claim.started());
    contents.put("owner", claim.owner());
    Path file = file(claim.id());
    for (int attempt = 1; ; attempt++) {
      try (OutputStream out = fileSystem.create(file, true)) {
        out.write(JsonBytes.bytes(contents));
      } catch (FileNotFoundException e) { // another run removed the empty folder
        if (attempt == 3) {
          throw e;
        }
        continue;
      }
      return fileSystem.getFileStatus(file).getModificationTime();
    }
  }

  /** Removes a claim. */
  void remove(String id) throws IOException {
    fileSystem.delete(file(id), false);
  }

  private Path file(String id) {
    return new Path(folder, id + SUFFIX);
  }

  private static String processNamespace() {
    try {
      return Files.readSymbolicLink(java.nio.file.Path.of("/proc/self/ns/pid"))
          + Files.readString(java.nio.file.Path.of("/proc/sys/kernel/random/boot_id")).strip();
    } catch (IOException | UnsupportedOperationException notLinux) {
      return "";
    }
  }
}
