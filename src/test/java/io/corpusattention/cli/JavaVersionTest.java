package io.corpusattention.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Verifies that a Java version that Spark does not support is reported before anything fails. */
class JavaVersionTest {
  @TempDir private Path temp;

  @ParameterizedTest
  @CsvSource({"11.0.20, 11", "25.0.1, 25", "1.8.0_402, 1"})
  void theScriptAsksForAnotherJava(String version, String shown) throws Exception {
    JobProcess job = JobProcess.attend(temp, Map.of("JAVA_HOME", java(version)), "--input", "none");
    assertThat(job.exitCode()).isEqualTo(2);
    assertThat(job.err().lines())
        .singleElement()
        .asString()
        .startsWith("error: ")
        .endsWith("and this needs Java 17 or 21; set JAVA_HOME to one")
        .contains("is Java " + shown + ",");
  }

  /** Creates a JDK that has nothing but a version. */
  private String java(String version) throws IOException {
    Path jdk = temp.resolve("jdk");
    Path java = Files.createDirectories(jdk.resolve("bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\nexit 1\n");
    assertThat(java.toFile().setExecutable(true)).isTrue();
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    return jdk.toString();
  }

  @ParameterizedTest
  @CsvSource({"17.0.15, true", "21, true", "24.0.2, false", "25, false"})
  void theJarAsksForAnotherJava(String version, boolean fit) {
    StringWriter err = new StringWriter();
    assertThat(Main.isJavaFit(Runtime.Version.parse(version), new PrintWriter(err, true)))
        .isEqualTo(fit);
    assertThat(err.toString().isEmpty()).isEqualTo(fit);
  }

  @Test
  void thisJavaIsFit() {
    assertThat(Main.isJavaFit(Runtime.version(), new PrintWriter(new StringWriter()))).isTrue();
  }
}
