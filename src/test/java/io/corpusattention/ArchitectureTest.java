package io.corpusattention;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A package imports only those upstream of it. */
class ArchitectureTest {
  private static final String ROOT = "io.corpusattention.";

  /** Upstream to downstream. */
  private static final List<String> PACKAGES =
      List.of(
          "math",
          "attention",
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
          "ml",
          "cli");

  /** Those between {@code ml} and what it builds on, which it does without. */
  private static final List<String> NOT_FOR_ML = List.of("analysis", "report", "table", "job");

  private static final List<String> WITHOUT_SPARK =
      List.of("math", "attention", "weights", "text", "training", "analysis", "report");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.corpusattention");

  @Test
  void everyClassBelongsToAKnownPackage() {
    classes()
        .should()
        .resideInAnyPackage(PACKAGES.stream().map(name -> ROOT + name).toArray(String[]::new))
        .check(CLASSES);
  }

  @Test
  void noPackageImportsOneDownstreamOfIt() {
    for (int i = 0; i < PACKAGES.size(); i++) {
      String[] downstream =
          PACKAGES.subList(i + 1, PACKAGES.size()).stream()
              .map(name -> ROOT + name)
              .toArray(String[]::new);
      if (downstream.length > 0) {
        noClasses()
            .that()
            .resideInAPackage(ROOT + PACKAGES.get(i))
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
        .resideInAPackage(ROOT + "ml")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(NOT_FOR_ML.stream().map(name -> ROOT + name).toArray(String[]::new))
        .check(CLASSES);
  }

  @Test
  void whatIsUpstreamOfTheCorpusKnowsNothingOfSparkAndHadoop() {
    noClasses()
        .that()
        .resideInAnyPackage(WITHOUT_SPARK.stream().map(name -> ROOT + name).toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.spark..", "org.apache.hadoop..", "org.apache.parquet..", "scala..")
        .check(CLASSES);
  }

  @Test
  void onlyTheCommandLineKnowsPicocliAndOnlyMainEndsTheProcess() {
    noClasses()
        .that(not(resideInAPackage(ROOT + "cli")))
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
