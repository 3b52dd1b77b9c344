package io.corpusattention.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.corpus.files.InputFiles;
import io.corpusattention.job.attend.Attend;
import io.corpusattention.job.run.Corpora;
import io.corpusattention.job.run.Runs;
import io.corpusattention.job.run.SharedSpark;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.TableIdentifier;
import org.apache.spark.sql.catalyst.catalog.CatalogTable;
import org.apache.spark.sql.catalyst.catalog.HiveTableRelation;
import org.apache.spark.sql.catalyst.types.DataTypeUtils;
import org.apache.spark.sql.internal.SQLConf;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import scala.Option;

/**
 * Verifies that the files of an input are counted and never overwritten, regardless of how Spark
 * finds them.
 */
class PlainFilesTest {
  @TempDir private Path temp;
  private Runs runs;
  private String flat;

  @BeforeEach
  void makeCorpus() {
    String weights = Corpora.weights(temp.resolve("weights"));
    runs = new Runs(temp, "--weights", weights, "--heads", "4");
    flat = Corpora.write(temp.resolve("flat"), Corpora.sentences(20), Corpora.schema(), 2);
  }

  private static long bytes(String folder) {
    return Arrays.stream(new File(folder).listFiles((in, name) -> name.endsWith(".parquet")))
        .mapToLong(File::length)
        .sum();
  }

  /** Creates a view of the corpus with version 2 of Spark's data sources. */
  private void makeViewOfSecondVersion(String name) {
    String setting = SQLConf.USE_V1_SOURCE_LIST().key();
    SharedSpark.session().conf().set(setting, "");
    try {
      SharedSpark.session().read().parquet(flat).createOrReplaceTempView(name);
    } finally {
      SharedSpark.session().conf().unset(setting);
    }
  }

  @Test
  void everyRunTellsHowManyFilesAndBytesItsInputHas() throws IOException {
    SharedSpark.session().read().parquet(flat).createOrReplaceTempView("view_of_files");
    makeViewOfSecondVersion("view_of_v2_files");
    for (String[] input :
        List.of(
            new String[] {"--input", flat},
            new String[] {"--input-table", "view_of_files"},
            new String[] {"--input-table", "view_of_v2_files"})) {
      Attend told = runs.succeed("told", input[0], input[1], "--mode", "overwrite");
      assertThat(told.out()).contains("Input      2 files, ");
      JsonNode read = Attend.manifest(runs.output("told")).get("input");
      assertThat(read.get("files").asInt()).isEqualTo(2);
      assertThat(read.get("bytes").asLong()).isEqualTo(bytes(flat));
    }
  }

  @Test
  void anInputWithoutFilesTellsNone() throws IOException {
    SharedSpark.session()
        .createDataFrame(Corpora.sentences(2), Corpora.schema())
        .createOrReplaceTempView("no_files");
    Attend run = runs.succeed("untold", "--input-table", "no_files");
    assertThat(run.out()).doesNotContain("Input");
    assertThat(Attend.manifest(runs.output("untold")).has("input")).isFalse();
  }

  @Test
  void noRunReplacesTheFilesThatItReads() {
    SharedSpark.session().read().parquet(flat).createOrReplaceTempView("view_of_files");
    makeViewOfSecondVersion("view_of_v2_files");
    for (String view : List.of("view_of_files", "view_of_v2_files")) {
      runs.refuse(
          List.of("--input-table", view, "--output", flat, "--mode", "overwrite"),
          "--output " + flat);
      assertThat(SharedSpark.session().read().parquet(flat).count()).isEqualTo(20);
    }
  }

  @Test
  void theFilesOfATableThatHiveReadsAreThoseOfItsFolder() throws Exception {
    var session = (org.apache.spark.sql.classic.SparkSession) SharedSpark.session();
    String folder = temp.resolve("hive").toString();
    session.read().parquet(flat).write().option("path", folder).saveAsTable("as_in_hive");
    CatalogTable found =
        session.sessionState().catalog().getTableMetadata(new TableIdentifier("as_in_hive"));
    Dataset<Row> table =
        org.apache.spark.sql.classic.Dataset.ofRows(
            session,
            new HiveTableRelation(
                found,
                DataTypeUtils.toAttributes(found.dataSchema()),
                DataTypeUtils.toAttributes(found.partitionSchema()),
                Option.empty(),
                Option.empty()));
    InputFiles files = PlainFiles.inputs(table);
    assertThat(files.paths()).hasSize(2);
    assertThat(files.bytes()).isEqualTo(bytes(folder));
    session.sql("DROP TABLE as_in_hive");
  }
}
