package io.corpusattention.math;

import com.sun.management.HotSpotDiagnosticMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** What the running Java virtual machine can do for a kernel. */
final class VirtualMachine {
  private VirtualMachine() {}

  /** Whether {@link Math#fma(float, float, float)} is one instruction here. */
  static boolean hasFma() {
    return compiles() && !option("UseFMA").equals(Optional.of("false"));
  }

  /** Whether the module jdk.incubator.vector was added to this virtual machine. */
  static boolean hasVectorModule() {
    return ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
  }

  /** Whether vector operations are compiled to vector instructions, not interpreted as objects. */
  static boolean compilesVectors() {
    return compiles() && !option("EnableVectorSupport").equals(Optional.of("false"));
  }

  /** False for a virtual machine that only interprets, as with -Xint. */
  static boolean compiles() {
    return !System.getProperty("java.vm.info", "").contains("interpreted");
  }

  /** How many vector registers the compiler may use; x86 has half of them without AVX-512. */
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
