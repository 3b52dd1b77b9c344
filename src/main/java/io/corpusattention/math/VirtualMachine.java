package io.corpusattention.math;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** The features of the running Java virtual machine that kernels need. */
final class VirtualMachine {
  private VirtualMachine() {}

  /** Returns whether {@link Math#fma(float, float, float)} is one instruction here. */
  static boolean hasFma() {
    return compiles() && !option("UseFMA").equals(Optional.of("false"));
  }

  /** Returns whether the module jdk.incubator.vector is present. */
  static boolean hasVectorModule() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }

  /**
   * Returns whether vector operations are compiled to vector instructions. If not, vectors are
   * objects.
   */
  static boolean compilesVectors() {
    return compiles() && !option("EnableVectorSupport").equals(Optional.of("false"));
  }

  /** Returns false if the virtual machine only interprets, as with -Xint. */
  static boolean compiles() {
    return !System.getProperty("java.vm.info", "").contains("interpreted");
  }

  /**
   * Returns the number of vector registers that the compiler may use. Without AVX-512, x86 has half
   * of them.
   */
  static int vectorRegisters() {
    return option("UseAVX").map(level -> Integer.parseInt(level) >= 3 ? 32 : 16).orElse(32);
  }

  private static Optional<String> option(String name) {
    try {
      return Optional.of(
          ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
              .getVMOption(name)
              .getValue());
    } catch (RuntimeException | LinkageError notHotSpot) {
      return Optional.empty();
    }
  }
}
