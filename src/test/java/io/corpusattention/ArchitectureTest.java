package io.corpusattention;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Verifies that a package imports only packages upstream of it. */
class ArchitectureTest {
  private static final String ROOT = "io.corpusattention.";

  /** The packages in order from upstream to downstream. */
  private static final List<String> PACKAGES =
      List.of(
          "math",
          "attention",
          "encoder",
          "weights",
          "text",
          "training",
          "analysis",
          "report",
          "parquet",
          "corpus",
          "learning",
          "table",
          "job",
          "benchmark",
          "ml",
          "cli");

  /** The subpackages of {@code job}, each with the other subpackages that it may import. */
  private static final Map<String, List<String>> ROOMS =
      Map.of(
          "run", List.of(),
          "text", List.of("run"),
          "attend", List.of("run", "text"),
          "embed", List.of("run", "text"),
          "analyze", List.of("run", "text", "attend"),
          "summarize", List.of("run"),
          "train", List.of("run"),
          "report", List.of("run"),
          "model", List.of());

  /** The subpackages of {@code job} that {@code benchmark} may import. */
  private static final List<String> BENCHMARKED =
      List.of("run", "text", "attend", "train", "analyze");

  /** Packages that are upstream of {@code ml} but that it must not use. */
  private static final List<String> NOT_FOR_ML =
      List.of("analysis", "report", "table", "job", "benchmark");

  private static final List<String> WITHOUT_SPARK =
      List.of("math", "attention", "encoder", "weights", "text", "training", "analysis", "report");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.corpusattention");

  /** Returns the pattern of a package and all its subpackages. */
  private static String within(String name) {
    return ROOT + name + "..";
  }

  @Test
  void aRoomOfTheJobsImportsOnlyThoseThatItMay() {
    ROOMS.forEach((room, allowed) -> requireNoneOf(within("job." + room), roomsBut(room, allowed)));
    requireNoneOf(within("benchmark"), roomsBut("", BENCHMARKED));
  }

  @Test
  void everyClassOfTheJobsIsInOneOfTheirRooms() {
    classes()
        .that()
        .resideInAPackage(within("job"))
        .should()
        .resideInAnyPackage(
            ROOMS.keySet().stream().map(r -> within("job." + r)).toArray(String[]::new))
        .check(CLASSES);
  }

  @Test
  void aFormatOfWeightsKnowsNeitherWhatIsMadeOfItNorAnotherFormat() {
    List<String> formats = List.of("weights.npy", "weights.safetensors", "weights.onnx");
    for (String format : formats) {
      List<String> others =
          Stream.concat(Stream.of("weights"), formats.stream().filter(f -> !f.equals(format)))
              .map(ROOT::concat)
              .toList();
      requireNoneOf(ROOT + format, others);
    }
    SlicesRuleDefinition.slices()
        .assignedFrom(byPackage("weights"))
        .should()
        .beFreeOfCycles()
        .check(CLASSES);
  }

  @Test
  void aRunFolderKnowsNothingOfTheTablesInIt() {
    requireNoneOf(ROOT + "table.run", List.of(ROOT + "table"));
  }

  /** Makes a slice of a package and of each package inside it. */
  private static SliceAssignment byPackage(String within) {
    return new SliceAssignment() {
      @Override
      public SliceIdentifier getIdentifierOf(JavaClass javaClass) {
        String name = javaClass.getPackageName();
        return (name + ".").startsWith(ROOT + within + ".")
            ? SliceIdentifier.of(name)
            : SliceIdentifier.ignore();
      }

      @Override
      public String getDescription() {
        return "packages within " + within;
      }
    };
  }

  private static List<String> roomsBut(String room, List<String> allowed) {
    return ROOMS.keySet().stream()
        .filter(other -> !other.equals(room) && !allowed.contains(other))
        .map(other -> within("job." + other))
        .toList();
  }

  private static void requireNoneOf(String of, List<String> others) {
    noClasses()
        .that()
        .resideInAPackage(of)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others.toArray(String[]::new))
        .check(CLASSES);
  }

  @Test
  void everyClassBelongsToAKnownPackage() {
    classes()
        .should()
        .resideInAnyPackage(PACKAGES.stream().map(ArchitectureTest::within).toArray(String[]::new))
        .check(CLASSES);
  }

  @Test
  void noPackageImportsOneDownstreamOfIt() {
    for (int i = 0; i < PACKAGES.size(); i++) {
      String[] downstream =
          PACKAGES.subList(i + 1, PACKAGES.size()).stream()
              .map(ArchitectureTest::within)
              .toArray(String[]::new);
      if (downstream.length > 0) {
        noClasses()
            .that()
            .resideInAPackage(within(PACKAGES.get(i)))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(downstream)
            .check(CLASSES);
      }
    }
  }

  @Test
  void stagesOfPipelinesKnowNothingOfJobsAndTheirTables() {
    noClasses()
        .that()
        .resideInAPackage(within("ml"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            NOT_FOR_ML.stream().map(ArchitectureTest::within).toArray(String[]::new))
        .check(CLASSES);
  }

  @Test
  void whatIsUpstreamOfTheCorpusKnowsNothingOfSparkAndHadoop() {
    noClasses()
        .that()
        .resideInAnyPackage(
            WITHOUT_SPARK.stream().map(ArchitectureTest::within).toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.spark..", "org.apache.hadoop..", "org.apache.parquet..", "scala..")
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLineKnowsPicocliAndOnlyMainEndsTheProcess() {
    noClasses()
        .that(not(resideInAPackage(within("cli"))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("picocli..")
        .check(CLASSES);
    noClasses()
        .that()
        .doNotHaveSimpleName("Main")
        .should()
        .callMethod(System.class, "exit", int.class)
        .check(CLASSES);
  }

  @Test
  void onlyTextKnowsIcu() {
    noClasses()
        .that(not(resideInAPackage(within("text"))))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.ibm.icu..")
        .check(CLASSES);
  }

  @Test
  void rowsAndFilesKnowNothingOfTheCorpusThatIsMadeOfThem() {
    noClasses()
        .that()
        .resideInAnyPackage(within("corpus.row"), within("corpus.files"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + "corpus", within("corpus.text"))
        .check(CLASSES);
  }

  /** Keeps an upgrade to the next Spark version to a few files. */
  @Test
  void whatIsNotPublicInSparkStandsBehindFewClasses() {
    noClasses()
        .that(not(resideInAnyPackage(within("corpus"), within("table"), within("parquet"))))
        .and()
        .haveNameNotMatching(".*\\.RowMapping(\\$.*)?") // a step in a Spark plan
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.spark.sql.catalyst..",
            "org.apache.spark.sql.execution..",
            "org.apache.spark.sql.internal..",
            "org.apache.spark.sql.classic..",
            "org.apache.spark.sql.vectorized..",
            "org.apache.spark.internal..",
            "org.apache.spark.unsafe..",
            "org.apache.spark.deploy..")
        .check(CLASSES);
  }

  @Test
  void vectorsStayInTheVectorKernel() {
    noClasses()
        .that()
        .haveSimpleNameNotStartingWith("Simd")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("jdk.incubator..")
        .check(CLASSES);
  }
}
