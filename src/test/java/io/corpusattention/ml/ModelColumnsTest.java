package io.corpusattention.ml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.corpusattention.job.run.Corpora;
import io.corpusattention.job.run.SharedSpark;
import org.apache.spark.ml.attribute.AttributeGroup;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Verifies that impossible settings are refused before any row is read, with a message that says
 * what would be right.
 */
class ModelColumnsTest {
  private SelfAttentionModel model;

  @BeforeEach
  void readWeights() {
    SharedSpark.session();
    model = SelfAttentionModel.fromWeights(Tables.WEIGHTS);
  }

  private void refuse(StructType schema, String... words) {
    assertThatThrownBy(() -> model.transformSchema(schema))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(words);
  }

  private void refuse(String... words) {
    refuse(Corpora.schema(), words);
  }

  @Test
  void addedColumnsAreFloatsAndAVectorThatKnowsItsWidth() {
    StructType schema = model.transformSchema(Corpora.schema());
    assertThat(schema.fieldNames())
        .containsExactly("sentence_id", "tokens", "embeddings", "attention", "context", "pooled");
    assertThat(schema.apply("attention").dataType())
        .isEqualTo(DataTypes.createArrayType(DataTypes.FloatType, false));
    AttributeGroup pooled = AttributeGroup.fromStructField(schema.apply("pooled"));
    assertThat(pooled.size())
        .isEqualTo(model.transform(Tables.sample()).head().<Vector>getAs("pooled").size());
  }

  @Test
  void columnsMustBeThereAndOfTheirTypes() {
    refuse(new StructType().add("x", "int"), "inputCol embeddings", "there are x");
    refuse(
        Corpora.schema(DataTypes.LongType, Corpora.STRINGS),
        "inputCol embeddings: is of type array<string>",
        "array<float>");
    model.setTokensCol("sentence_id");
    refuse("tokensCol sentence_id: is of type bigint; tokens are array<string>");
    model.setTokensCol("").setIdCol("tokens");
    refuse("idCol tokens: is of type array<string>; an id is an integer or a string");
  }

  @Test
  void addedColumnsMustNotBeThereAlready() {
    model.setContextCol("TOKENS");
    refuse("column TOKENS: already exists");
    model.setContextCol("same").setPooledCol("same");
    refuse("column same: already exists");
  }

  @Test
  void settingsMustFitTheWeights() {
    model.setHeads(7);
    refuse("heads 7: does not divide", Tables.WEIGHTS);
    model.setHeads(4).setKvHeads(3);
    refuse("kvHeads 3: must be a divisor of heads 4");
    model.setKvHeads(4).setTemperature(0);
    refuse("temperature 0.0: must be a finite number above 0");
  }

  @Test
  void drawsNeedAnId() {
    model.setAlignment("sample");
    refuse("alignment sample", "set idCol");
  }

  @Test
  void aParamThatIsNoChoiceIsRefusedWhereItIsSet() {
    assertThatThrownBy(() -> model.setMask("casual"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'casual' is none of none, causal, window:R");
    assertThatThrownBy(() -> model.setHandleInvalid("drop"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("'drop' is none of error, skip, keep");
    assertThatThrownBy(() -> model.setDraws(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("draws 0: must be between 1 and ");
  }

  @Test
  void weightsThatAreNotThereAreRefusedByTheirPath() {
    assertThatThrownBy(() -> SelfAttentionModel.fromWeights("nowhere"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("weights nowhere: does not exist");
    assertThatThrownBy(() -> TokenEmbedder.fromFile("nowhere"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("vectors nowhere: cannot be read");
  }
}
