package io.corpusattention.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import org.junit.jupiter.api.function.Executable;

/** Measures the CPU time of a thread, which does not depend on what else the machine does. */
public final class CpuTime {
  private CpuTime() {}

  /** Fails if the action uses more CPU time than the limit on this thread. */
  public static void assertAtMost(Duration limit, Executable action) throws Throwable {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    action.execute();
    assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - start))
        .isLessThanOrEqualTo(limit);
  }
}
