package io.corpusattention.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.job.run.Corpora;
import io.corpusattention.job.run.SharedSpark;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.feature.Word2Vec;
import org.apache.spark.ml.feature.Word2VecModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verifies that tokens get the same vectors as in jobs/embed. */
class TokenEmbedderTest {
  @TempDir private Path temp;
  private TokenEmbedder embedder;

  @BeforeEach
  void readVectors() {
    SharedSpark.session();
    embedder = TokenEmbedder.fromFile(Tables.VECTORS);
  }

  private static Dataset<Row> tokens(List<List<String>> lists) {
    return Tables.of(
            lists.stream().map(RowFactory::create).toList(),
            new StructType().add("tokens", Corpora.STRINGS))
        .coalesce(1);
  }

  private List<Float> embed(String... tokens) {
    return embedder.transform(tokens(List.of(List.of(tokens)))).head().getList(1);
  }

  @Test
  void theSampleGetsItsOwnEmbeddings() {
    Map<String, Row> sample = Tables.byId(Tables.sample());
    Tables.byId(embedder.transform(Tables.sample().drop("embeddings")))
        .forEach(
            (id, row) ->
                assertThat(row.<Object>getAs("embeddings"))
                    .isEqualTo(sample.get(id).<Object>getAs("embeddings")));
  }

  @Test
  void wordsAreLookedForAsWrittenThenInLowerCase() {
    assertThat(embed("CAT", "Cat")).isEqualTo(embed("cat", "cat"));
  }

  @Test
  void unknownTokensAreZerosOrTheMeanOrDropped() {
    int d = embedder.width();
    List<Float> known = embed("cat");
    assertThat(embed("cat", "zzz").subList(d, 2 * d)).containsOnly(0f);
    embedder.setUnknown("mean");
    assertThat(embed("zzz")).hasSize(d).doesNotContain(0f);
    embedder.setUnknown("drop").setEmbeddedTokensCol("embedded");
    Row row = embedder.transform(tokens(List.of(List.of("zzz", "cat")))).head();
    assertThat(row.<Float>getList(1)).isEqualTo(known);
    assertThat(row.<String>getList(2)).containsExactly("cat");
  }

  @Test
  void rowsWithoutTokensAreInvalid() {
    List<List<String>> lists =
        Arrays.asList(List.of("cat"), null, List.of(), Arrays.asList("a", null), List.of("dog"));
    assertThatThrownBy(() -> embedder.transform(tokens(lists)).collectAsList())
        .hasStackTraceContaining("row 1 of partition 0 (from 0): null_text: column tokens is null");
    embedder.setHandleInvalid("skip");
    assertThat(embedder.transform(tokens(lists)).collectAsList())
        .extracting(row -> row.getList(0).get(0))
        .containsExactly("cat", "dog");
    embedder.setHandleInvalid("keep");
    assertThat(embedder.transform(tokens(lists)).collectAsList())
        .extracting(row -> row.isNullAt(1))
        .containsExactly(false, true, true, true, false);
  }

  @Test
  void columnsMustFit() {
    assertThatThrownBy(() -> embedder.transformSchema(new StructType().add("tokens", "string")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("inputCol tokens: is of type string; tokens are array<string>");
    assertThatThrownBy(() -> embedder.setOutputCol("tokens").transform(tokens(List.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column tokens: already exists");
  }

  @Test
  void vectorsThatWord2VecLearnedAreThoseItHas() throws IOException {
    Word2VecModel learned =
        new Word2Vec()
            .setInputCol("tokens")
            .setVectorSize(6)
            .setMinCount(2)
            .setSeed(1)
            .fit(Tables.sample());
    embedder = TokenEmbedder.fromWord2Vec(learned).setUnknown("mean");
    Row cat = learned.getVectors().filter("word = 'cat'").head();
    List<Float> embedded = embed("cat", "zzz");
    for (int i = 0; i < 6; i++) {
      assertThat(embedded.get(i)).isEqualTo((float) cat.<Vector>getAs(1).apply(i));
    }
    embedder.write().overwrite().save(temp.resolve("embedder").toString());
    embedder = TokenEmbedder.load(temp.resolve("embedder").toString());
    assertThat(embedder.getUnknown()).isEqualTo("mean");
    assertThat(embed("cat", "zzz")).isEqualTo(embedded);
  }
}
