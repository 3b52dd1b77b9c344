package io.corpusattention.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import org.junit.jupiter.api.function.Executable;

/** How long a processor works for a thread: the same whatever else the machine does. */
public final class CpuTime {
  private CpuTime() {}

  /** Fails where the action, on this thread, takes a processor for longer than that. */
  public static void assertAtMost(Duration limit, Executable action) throws Throwable {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    action.execute();
    assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - start))
        .isLessThanOrEqualTo(limit);
  }
}
