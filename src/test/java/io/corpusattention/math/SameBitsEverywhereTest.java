package io.corpusattention.math;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.job.run.ChildProcesses;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies that both kernels give the same bits at every register width, with and without FMA
 * instructions.
 */
class SameBitsEverywhereTest {
  /**
   * Prints the kernel's name and a fingerprint of products, softmaxes, norms and activations in
   * many sizes.
   */
  public static final class Fingerprint {
    private Fingerprint() {}

    public static void main(String[] args) throws Exception {
      Kernel kernel = Kernels.choose(args[0]);
      System.out.println(kernel.name() + ": " + of(kernel));
    }

    static String of(Kernel kernel) throws Exception {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (int n : new int[] {1, 5, 16, 17, 40, 136}) {
        for (int k : new int[] {1, 9, 64, 300}) {
          for (int m : new int[] {1, 4, 13, 27}) {
            add(digest, kernel, m, k, n);
          }
        }
      }
      return HexFormat.of().formatHex(digest.digest());
    }

    private static void add(MessageDigest digest, Kernel kernel, int m, int k, int n) {
      int width = kernel.panelWidth();
      float[] a = KernelTest.random(m, Math.max(m * k, n), 1);
      float[] b = KernelTest.random(n, n * k, 1);
      float[] packed = new float[Panels.size(k, n, width)];
      Panels.packTransposed(b, 0, k, k, n, width, packed, 0);
      int stride = Panels.roundUp(n, Math.max(width, Kernel.LANES));
      float[] c = new float[m * stride];
      kernel.multiply(m, k, n, a, 0, k, packed, 0, c, 0, stride);
      ByteBuffer bytes = ByteBuffer.allocate(m * n * Float.BYTES);
      for (int i = 0; i < m; i++) {
        kernel.softmax(c, i * stride, stride, i % n / 2, n, 0.7f);
        kernel.layerNorm(c, i * stride, n, b, a, 1e-5f);
        kernel.activate(Activation.values()[i % 3], c, i * stride, i * stride + n);
        for (int j = 0; j < n; j++) {
          bytes.putFloat(c[i * stride + j]);
        }
      }
      digest.update(bytes.flip());
    }
  }

  @Test
  void theScalarAndTheVectorKernelAgreeToTheBit() throws Exception {
    assertThat(Fingerprint.of(new SimdKernel())).isEqualTo(Fingerprint.of(new ScalarKernel()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "auto --add-modules=jdk.incubator.vector -XX:MaxVectorSize=32",
        "auto --add-modules=jdk.incubator.vector -XX:MaxVectorSize=16",
        "scalar --add-modules=jdk.incubator.vector",
        "auto --add-modules=jdk.incubator.vector -XX:-UseFMA",
        "auto -XX:UseAVX=0",
        "auto",
      })
  void soDoOtherVirtualMachines(String kernelAndFlags) throws Exception {
    String printed = inOtherVirtualMachine(List.of(kernelAndFlags.split(" ", -1)));
    assertThat(printed).endsWith(": " + Fingerprint.of(new ScalarKernel()));
    boolean expectSimd = kernelAndFlags.contains("MaxVectorSize");
    assertThat(printed).startsWith(expectSimd ? "simd" : "scalar");
  }

  private static String inOtherVirtualMachine(List<String> kernelAndFlags)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(kernelAndFlags.subList(1, kernelAndFlags.size()));
    command.add("-XX:+IgnoreUnrecognizedVMOptions"); // not every processor has every flag
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(Fingerprint.class.getName(), kernelAndFlags.get(0)));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(ChildProcesses.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isZero();
    List<String> lines = printed.lines().toList();
    return lines.get(lines.size() - 1);
  }
}
