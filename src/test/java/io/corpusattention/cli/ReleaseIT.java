package io.corpusattention.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.commons.io.FileUtils;
import org.apache.spark.deploy.SparkSubmit;
import org.apache.spark.launcher.JavaModuleOptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** Verifies what {@code mvn -Prelease} builds from a copy of the sources. */
@Tag("thorough")
class ReleaseIT {
  private static final Path SPARK = JobProcess.ROOT.resolve("target/spark");

  @TempDir private static Path temp;

  private static Path released; // the folder of this version in a Maven repository
  private static String version;

  @BeforeAll
  static void publish() throws Exception {
    Path sources = Files.createDirectories(temp.resolve("sources"));
    File[] files =
        JobProcess.ROOT
            .toFile()
            .listFiles(file -> !Set.of(".git", "target").contains(file.getName()));
    for (File file : files) {
      if (file.isDirectory()) {
        FileUtils.copyDirectoryToDirectory(file, sources.toFile());
      } else {
        FileUtils.copyFileToDirectory(file, sources.toFile());
      }
    }
    FileUtils.listFiles(sources.resolve("jobs").toFile(), null, false)
        .forEach(script -> assertThat(script.setExecutable(true)).isTrue());
    run(
        sources,
        Map.of(),
        List.of(
            "mvn",
            "--batch-mode",
            "--quiet",
            "-Prelease",
            "-DskipTests",
            "deploy",
            "-DaltDeploymentRepository=local::" + temp.resolve("repository").toUri()));
    Path versions = temp.resolve("repository/io/corpusattention/corpus-attention");
    File[] folders = versions.toFile().listFiles(File::isDirectory);
    assertThat(folders).hasSize(1);
    released = folders[0].toPath();
    version = folders[0].getName();
  }

  private static String run(Path folder, Map<String, String> environment, List<String> command)
      throws IOException, InterruptedException {
    Path out = Files.createTempFile(temp, "process", ".out");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().keySet().removeIf(variable -> variable.startsWith("SPARK_"));
    builder.environment().putAll(environment);
    int code = builder.start().waitFor();
    assertThat(code).as("%s%n%s", command, Files.readString(out)).isZero();
    return Files.readString(out);
  }

  private static Path file(String end) {
    return released.resolve("corpus-attention-" + version + end);
  }

  @Test
  void hasAJarSourcesDocumentationAndAPomThatBringsNothingElse() throws Exception {
    assertThat(file(".jar")).isNotEmptyFile();
    assertThat(file("-sources.jar")).isNotEmptyFile();
    assertThat(file("-javadoc.jar")).isNotEmptyFile();
    Element pom =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(file(".pom").toFile())
            .getDocumentElement();
    for (String required : List.of("name", "description", "url", "licenses", "developers", "scm")) {
      assertThat(pom.getElementsByTagName(required).getLength()).as(required).isPositive();
    }
    NodeList children = pom.getChildNodes();
    Element direct = null; // not those of dependencyManagement or of plugins
    for (int i = 0; i < children.getLength(); i++) {
      if (children.item(i).getNodeName().equals("dependencies")) {
        direct = (Element) children.item(i);
      }
    }
    assertThat(direct).as("dependencies").isNotNull();
    NodeList dependencies = direct.getElementsByTagName("dependency");
    for (int i = 0; i < dependencies.getLength(); i++) {
      Element dependency = (Element) dependencies.item(i);
      assertThat(dependency.getElementsByTagName("scope").item(0).getTextContent())
          .as(dependency.getTextContent())
          .isIn("provided", "test");
    }
  }

  @Test
  void theArchiveRunsUnpacked() throws Exception {
    Path unpacked = Files.createDirectories(temp.resolve("unpacked"));
    run(unpacked, Map.of(), List.of("tar", "xzf", file("-bin.tar.gz").toString()));
    Path root = unpacked.toFile().listFiles()[0].toPath();
    // Without SPARK_HOME, the script would fetch Spark. It uses these JARs instead.
    Files.createDirectories(root.resolve("target/spark"));
    Files.createSymbolicLink(root.resolve("target/spark/jars"), SPARK.resolve("jars"));
    assertThat(run(root, Map.of(), List.of("jobs/attend", "--version")))
        .contains("Corpus Attention " + version);
    String out = run(root, Map.of(), attend("jobs/attend", root, root.resolve("target/run")));
    assertThat(out).contains("80 written");
    assertThat(root.resolve("lib")).isDirectoryContaining("glob:**.cdx.json");
  }

  @Test
  void sparkSubmitTakesItFromARepository() throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    command.addAll(
        List.of(
            "-cp",
            SPARK.resolve("jars") + "/*",
            SparkSubmit.class.getName(),
            "--master",
            "local[1]",
            "--conf",
            "spark.jars.ivy=" + temp.resolve("ivy"),
            "--repositories",
            temp.resolve("repository").toUri().toString(),
            "--packages",
            "io.corpusattention:corpus-attention:" + version,
            "--class",
            Main.class.getName(),
            "spark-internal"));
    command.addAll(attend("attend", JobProcess.ROOT, temp.resolve("submitted")));
    String out = run(temp, Map.of("SPARK_HOME", SPARK.toString()), command);
    assertThat(out).contains("80 written");
  }

  private static List<String> attend(String job, Path root, Path output) {
    return List.of(
        job,
        "--input",
        root.resolve("data-samples/sentences.parquet").toString(),
        "--weights",
        root.resolve("data-samples/weights").toString(),
        "--output",
        output.toString());
  }
}
