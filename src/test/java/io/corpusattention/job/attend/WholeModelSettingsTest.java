package io.corpusattention.job.attend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.corpusattention.cli.CommandRun;
import io.corpusattention.job.run.SharedSpark;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Verifies that settings that cannot work with a whole model give a one-line message before any
 * work.
 */
class WholeModelSettingsTest {
  @TempDir private Path temp;
  private Path model;
  private String lines;

  @BeforeEach
  void copyModel() throws IOException {
    model = temp.resolve("model");
    FileUtils.copyDirectory(GoldenEncoder.path("gelu").toFile(), model.toFile());
    lines = Files.writeString(temp.resolve("lines.txt"), "the cat\n").toString();
  }

  private void refuse(List<String> more, String... words) {
    List<String> options = new ArrayList<>(List.of("attend"));
    options.addAll(more);
    if (!more.contains("--model")) {
      options.addAll(List.of("--model", model.toString()));
    }
    if (!more.contains("--input")) {
      options.addAll(List.of("--input", lines));
    }
    options.addAll(List.of("--output", temp.resolve("refused").toString()));
    CommandRun.refuse(options, words);
    assertThat(temp.resolve("refused")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--weights xavier:1",
        "--layer 1",
        "--heads 3",
        "--kv-heads 3",
        "--head-dim 12",
        "--mask causal",
        "--scale 1",
        "--temperature 2",
        "--alignment hard",
        "--seed 1",
        "--draws 2",
        "--query q.npy",
        "--query-tokens a",
        "--query-column q",
        "--query-tokens-column t"
      })
  void whatTheModelDecides(String option) {
    refuse(List.of(option.split(" ")), option + ": is for one layer, and --model decides that");
  }

  @Test
  void whatAFileOfConfigSaysCountsToo() throws IOException {
    Path config = Files.writeString(temp.resolve("c.properties"), "mask=causal\nlayers=9\n");
    refuse(List.of("--config", config.toString()), "--mask causal");
    Files.writeString(config, "mask=none\ntemperature=1\nlayers=9\n");
    refuse(List.of("--config", config.toString()), "--layers 9", "0 to 2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--layers 0",
        "--hidden mean",
        "--normalize",
        "--show its",
        "--text-column t",
        "--split sentences",
        "--language de"
      })
  void whatIsForAModelWithoutOne(String option) {
    List<String> options = new ArrayList<>(List.of("attend", "--input", lines, "--output", "x"));
    options.addAll(List.of("--weights", "xavier:1"));
    options.addAll(List.of(option.split(" ")));
    CommandRun.refuse(options, option + ": goes with --model");
  }

  @Test
  void nothingToWrite() {
    refuse(List.of("--attention", "none"), "--attention none", "nothing to write", "--hidden");
    refuse(List.of("--normalize"), "--normalize", "say --hidden tokens, mean or first");
    refuse(List.of("--hidden", "last"), "'last' is none of none, tokens, mean, first");
  }

  @Test
  void layersThatTheModelHasNot() {
    refuse(List.of("--layers", "3"), "--layers 3", "the layers 0 to 2");
    refuse(List.of("--layers", "2-1"), "'2-1' is neither a layer nor");
    refuse(List.of("--layers", "0,x"), "'x' is neither a layer nor");
    refuse(List.of("--layers", ""), "'' is neither a layer nor");
  }

  @Test
  void inputsThatDoNotGoTogetherWithWhatIsSaidOfThem() throws IOException {
    String embedded = temp.resolve("embedded").toString();
    CommandRun.succeed(
        "embed", "--input", lines, "--model", model.toString(), "--output", embedded);
    refuse(
        List.of("--input", embedded, "--split", "sentences"),
        "--split sentences: is for text, and the sentences of --input",
        "--text-column");
    refuse(
        List.of("--input", embedded, "--model", GoldenEncoder.path("relu").toString()),
        "--input " + embedded + ": was embedded by another model than --model ");
    refuse(
        List.of("--embeddings-column", "x"), "--embeddings-column x", "come embedded", "is text");
    refuse(List.of("--max-tokens", "25"), "--max-tokens 25", "positions for 24");
    refuse(List.of("--max-tokens", "2"), "--max-tokens 2", "no room for words");
    refuse(List.of("--keep", "score"), "--keep score", "file and line");
    String narrow = temp.resolve("narrow.parquet").toString();
    SharedSpark.session()
        .sql("SELECT 1L AS sentence_id, array(1.0F, 2.0F) AS embeddings, 3 AS layer")
        .write()
        .parquet(narrow);
    refuse(List.of("--input", narrow), "--model " + model, "d_model 36", "none of the first 1");
    String wide = temp.resolve("wide.parquet").toString();
    SharedSpark.session()
        .sql("SELECT 1L AS sentence_id, array_repeat(1.0F, 36) AS embeddings, 3 AS layer")
        .write()
        .parquet(wide);
    refuse(List.of("--input", wide, "--keep", "layer"), "--keep layer", "rename");
    refuse(List.of("--input", wide, "--keep", "word_ids"), "--keep word_ids", "no such column");
    refuse(List.of("--input", wide, "--show", "its"), "--show its", "has no tokens");
    refuse(List.of("--show", ""), "--show", "has an empty word");
    refuse(List.of("--show", "its,,law"), "--show its,,law", "has an empty word");
  }

  @Test
  void aFolderThatIsNoModel() throws IOException {
    refuse(List.of("--model", temp + "/none"), "--model " + temp + "/none", "does not exist");
    refuse(List.of("--model", "file://host/x"), "--model file://host/x");
    refuse(List.of("--input", "file://host/x"), "--input file://host/x");
    refuse(List.of("--model", "some-name"), "run jobs/model some-name, or give a folder");
    refuse(List.of("--model", lines), "is a file");
    Files.delete(model.resolve("tokenizer.json"));
    refuse(List.of(), "there is no tokenizer.json", "save_pretrained");
  }

  @Test
  void aFamilyThatIsNotComputed() throws IOException {
    for (String type : List.of("albert", "modernbert", "llama", "t5")) {
      configure("model_type", type);
      refuse(
          List.of(),
          "config.json",
          "model_type is " + type,
          "bert, camembert, distilbert, electra, gpt2, roberta, xlm-roberta");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hidden_size 35",
        "vocab_size 0",
        "max_position_embeddings 1000",
        "type_vocab_size 3",
        "intermediate_size 49"
      })
  void sizesThatTheTensorsHaveNot(String size) throws IOException {
    String[] fieldAndValue = size.split(" ", -1);
    configure(fieldAndValue[0], fieldAndValue[1]);
    refuse(List.of(), "config.json", fieldAndValue[0] + " is " + fieldAndValue[1], "tensors have");
  }

  @Test
  void layersThatDoMoreThanIsComputed() throws IOException {
    String config = Files.readString(model.resolve("config.json"));
    Files.writeString(
        model.resolve("config.json"),
        config.replace("\"add_cross_attention\": false", "\"add_cross_attention\": true"));
    refuse(List.of(), "add_cross_attention is true", "not computed");
    Files.writeString(
        model.resolve("config.json"),
        config.replaceFirst("\\{", "{\"pruned_heads\": {\"0\": [1]},"));
    refuse(List.of(), "pruned_heads", "not computed");
  }

  @Test
  void headsThatDoNotDivideTheWeights() throws IOException {
    configure("num_attention_heads", "7");
    refuse(List.of(), "config.json", "7 heads", "do not divide the 36 columns");
  }

  private void configure(String field, String value) throws IOException {
    ObjectMapper json = new ObjectMapper();
    Path file = model.resolve("config.json");
    ObjectNode config = (ObjectNode) json.readTree(file.toFile());
    if (value.matches("[0-9]+")) {
      config.put(field, Integer.parseInt(value));
    } else {
      config.put(field, value);
    }
    Files.writeString(file, config.toString());
  }

  @Test
  void aTokenizerOfAnotherModel() throws IOException {
    Path file = model.resolve("tokenizer.json");
    String tokenizer = Files.readString(file);
    ObjectMapper json = new ObjectMapper();
    ObjectNode more = (ObjectNode) json.readTree(tokenizer);
    ((ObjectNode) more.at("/model/vocab")).put("zzz", 900);
    Files.writeString(file, more.toString());
    refuse(List.of(), "tokenizer.json", "ids up to 900", "rows", "its own tokenizer.json");
    CommandRun.refuse(
        List.of("embed", "--input", lines, "--model", model.toString(), "--output", temp + "/e"),
        "tokenizer.json",
        "ids up to 900");
    Files.writeString(file, tokenizer.replace("\"type_id\":0", "\"type_id\":2"));
    refuse(List.of(), "tokenizer.json", "segments up to 2", "embeddings of 2");
    Files.writeString(file, tokenizer.substring(0, tokenizer.length() / 2));
    refuse(List.of(), "tokenizer.json", "no JSON");
    Files.delete(file);
    Files.createDirectory(file);
    refuse(List.of(), "tokenizer.json", "cannot be read");
  }
}
