package io.corpusattention.math;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses the kernel, once for each virtual machine, and logs the choice with its reason.
 *
 * <p>Both kernels give the same bits, so that the choice is one of speed only. The system property
 * {@value #PROPERTY} (auto, simd or scalar) overrides it.
 */
public final class Kernels {
  /** Set it on drivers and executors alike, in spark.*.extraJavaOptions. */
  public static final String PROPERTY = "corpusattention.kernel";

  private static final Logger LOG = LoggerFactory.getLogger(Kernels.class);

  private Kernels() {}

  /** The kernel for this virtual machine. */
  public static Kernel get() {
    return Chosen.KERNEL;
  }

  /** The kernel in plain loops, for comparisons. */
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
    if (simd) {
      Kernel kernel = new SimdKernel();
      LOG.info("Kernel: {}", kernel.name());
      return kernel;
    }
    if (wish.equals("scalar")) {
      LOG.info("Kernel: scalar, as -D{} asks", PROPERTY);
    } else {
      LOG.warn("Kernel: scalar, several times slower than simd, because {}", obstacle);
    }
    return new ScalarKernel();
  }

  /** Why the vector kernel would not be fast here, with the remedy; null where it would. */
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
