package io.corpusattention.math;

import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the kernel, once per Java virtual machine. Code that computes calls {@link #told}, which
 * logs the choice and its reason. A driver that computes nothing logs nothing.
 *
 * <p>Both kernels give the same bits, so the choice affects only speed. The system property {@value
 * #PROPERTY} (auto, simd or scalar) overrides it.
 */
public final class Kernels {
  /** The system property. Set it on the driver and the executors, in spark.*.extraJavaOptions. */
  public static final String PROPERTY = "corpusattention.kernel";

  private static final Logger LOG = LoggerFactory.getLogger(Kernels.class);

  private static final AtomicBoolean TOLD = new AtomicBoolean();

  private Kernels() {}

  /** Returns the kernel for this Java virtual machine. */
  public static Kernel get() {
    return Chosen.KERNEL;
  }

  /** Returns the kernel to compute with. The first call logs the choice. */
  public static Kernel told() {
    if (!TOLD.getAndSet(true)) {
      Kernel kernel = get();
      if (kernel instanceof SimdKernel) {
        LOG.debug("Kernel: {}", kernel.name());
      } else if ("scalar".equals(System.getProperty(PROPERTY))) {
        LOG.info("Kernel: scalar, as -D{} asks", PROPERTY);
      } else {
        LOG.warn("Kernel: scalar, several times slower than simd, because {}", obstacle());
      }
    }
    return get();
  }

  /** Returns the scalar kernel, for comparisons. */
  public static Kernel scalar() {
    return new ScalarKernel();
  }

  private static final class Chosen {
    static final Kernel KERNEL = choose(System.getProperty(PROPERTY, "auto"));
  }

  static Kernel choose(String wish) {
    String obstacle = obstacle();
    boolean simd =
        switch (wish) {
          case "auto" -> obstacle == null;
          case "scalar" -> false;
          case "simd" -> {
            if (obstacle != null) {
              throw new IllegalStateException(
                  "-D" + PROPERTY + "=simd is not possible: " + obstacle);
            }
            yield true;
          }
          default ->
              throw new IllegalStateException(
                  "-D" + PROPERTY + "=" + wish + " is none of auto, simd, scalar");
        };
    return simd ? new SimdKernel() : new ScalarKernel();
  }

  /** Returns why the vector kernel would not be fast here, or null if it would. */
  private static String obstacle() {
    if (!VirtualMachine.hasVectorModule()) {
      return "the module jdk.incubator.vector is absent; start Java with"
          + " --add-modules=jdk.incubator.vector";
    }
    if (!VirtualMachine.hasFma()) {
      return "this processor or JVM has no fused multiply-add instruction";
    }
    if (!VirtualMachine.compilesVectors()) {
      return "this JVM does not compile vector operations (-Xint or -XX:-EnableVectorSupport)";
    }
    if (!SimdKernel.isUsable()) {
      return "this processor's vector registers hold fewer than 4 floats";
    }
    return null;
  }
}
