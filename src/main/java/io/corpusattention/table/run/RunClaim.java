package io.corpusattention.table.run;

import io.corpusattention.corpus.files.OutsideFailure;
import io.corpusattention.corpus.files.RootCause;
import io.corpusattention.table.run.RunClaims.Claim;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FSError;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This run's claim to its folder. The run makes the claim when it starts, refreshes it while it
 * runs, and removes it when it ends.
 */
final class RunClaim implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunClaim.class);
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss.SSSSSS'Z'").withZone(ZoneOffset.UTC);

  /** The time between two checks of a claim that is not decided yet. */
  private static final long LOOK_MILLIS = 50;

  private final RunClaims claims;
  private final Claim claim;
  private final ScheduledExecutorService refreshing =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "run-claim");
            thread.setDaemon(true);
            return thread;
          });

  private ScheduledFuture<?> refreshed;

  private volatile long now;

  private RunClaim(RunClaims claims, Claim claim, long now) {
    this.claims = claims;
    this.claim = claim;
    this.now = now;
  }

  /** Thrown if the folder belongs to another run. */
  static final class OccupiedException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Claim by;

    OccupiedException(Claim by) {
      this.by = by;
    }

    /** Returns the claim of the run that owns the folder. */
    Claim by() {
      return by;
    }
  }

  /**
   * Makes a claim and waits until it is decided.
   *
   * @throws OccupiedException if another run is live in the folder
   */
  static RunClaim lay(RunClaims claims) throws IOException, OccupiedException {
    Instant now = Instant.now();
    String id = ID.format(now) + "-" + UUID.randomUUID().toString().substring(0, 8);
    boolean laid = false;
    try {
      decide(claims, Claim.of(id, now, false), true);
      Claim owner = Claim.of(id, now, true);
      RunClaim claim = new RunClaim(claims, owner, decide(claims, owner, false));
      claim.keepFresh();
      laid = true;
      return claim;
    } finally {
      if (!laid) {
        claims.remove(id);
      }
    }
  }

  /**
   * Writes a claim and waits until earlier claims are decided.
   *
   * @param givesWay whether to give way even to owners that started later
   * @return the time of the file system's clock, in milliseconds
   */
  private static long decide(RunClaims claims, Claim claim, boolean givesWay)
      throws IOException, OccupiedException {
    while (true) {
      long now = claims.write(claim);
      boolean decided = true;
      for (Claim other : claims.all()) {
        boolean earlier = other.id().compareTo(claim.id()) < 0;
        if (other.id().equals(claim.id()) || !other.isLive(now)) {
          continue;
        }
        if (other.owner() && (earlier || givesWay)) {
          throw new OccupiedException(other);
        }
        decided &= !earlier;
      }
      if (decided) {
        return now;
      }
      pause();
    }
  }

  private static void pause() throws IOException {
    try {
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while another run began", e);
    }
  }

  private void keepFresh() {
    long seconds = RunClaims.REFRESH.toSeconds();
    refreshed =
        refreshing.scheduleWithFixedDelay(this::refresh, seconds, seconds, TimeUnit.SECONDS);
  }

  private void refresh() {
    try {
      requireHeld();
    } catch (IOException | RuntimeException | FSError e) {
      // The next attempt may succeed, and the run checks once more before its commit. A local disk
      // fails with an Error, which would end the attempts.
      LOG.warn("The claim to the run folder was not refreshed: {}", RootCause.of(e));
    }
  }

  String id() {
    return claim.id();
  }

  /** Returns when the claim was last written, in milliseconds of the file system's clock. */
  long now() {
    return now;
  }

  /**
   * Rewrites the claim if this run still owns the folder.
   *
   * @throws OutsideFailure if another run took over the folder because this run did not refresh its
   *     claim in time
   */
  synchronized void requireHeld() throws IOException {
    List<Claim> others = claims.all();
    Claim mine =
        others.stream()
            .filter(claimed -> claimed.id().equals(claim.id()))
            .findFirst()
            .orElseThrow(() -> lost(null));
    others.removeIf(other -> !other.owner() || other.id().equals(claim.id()));
    for (Claim other : others) {
      if (other.written() > mine.written()) { // it is live, so this claim must not be renewed
        throw lost(other);
      }
    }
    now = claims.write(claim);
    for (Claim other : others) {
      if (other.isLive(now)) {
        throw lost(other);
      }
    }
  }

  private static OutsideFailure lost(Claim to) {
    return new OutsideFailure(
        "this run has lost its folder: it stood still for more than "
            + RunClaims.DEAD_AFTER.toSeconds()
            + " s"
            + (to == null ? "" : ", and another run took over " + to.shown())
            + "; nothing of it was put in place, run it again",
        null);
  }

  @Override
  public void close() throws IOException {
    refreshed.cancel(false);
    refreshing.shutdown();
    try {
      refreshing.awaitTermination(RunClaims.DEAD_AFTER.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    claims.remove(claim.id());
  }
}
