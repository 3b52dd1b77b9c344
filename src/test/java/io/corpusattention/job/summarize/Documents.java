package io.corpusattention.job.summarize;

import static org.assertj.core.api.Assertions.assertThat;

import io.corpusattention.job.attend.Attend;
import io.corpusattention.job.run.Corpora;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Creates sentences of documents for tests of summarize, with random embeddings and their
 * attention.
 */
record Documents(Path folder) {
  static final StructType SCHEMA =
      Corpora.schema()
          .add("document", DataTypes.StringType)
          .add("word_ids", DataTypes.createArrayType(DataTypes.IntegerType));

  private static final String[] WORDS = {
    "the", "of", "and", ",", "law", "Law", "court", "judge", "is", "application", "new", ".", "was"
  };

  /** Returns a sentence with these tokens. */
  static Row sentence(long id, String document, String tokens) {
    List<String> split = List.of(tokens.split(" "));
    return RowFactory.create(
        id, split, Corpora.floats((int) id, split.size() * Corpora.WIDTH), document, null);
  }

  /** Returns sentences of 1 to 40 tokens in four documents. */
  static List<Row> sentences(int count) {
    List<Row> rows = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 1; i <= count; i++) {
      List<String> tokens = new ArrayList<>();
      for (int n = 1 + (i * 7) % 40; n > 0; n--) {
        tokens.add(WORDS[random.nextInt(WORDS.length)]);
      }
      rows.add(sentence(i, "d" + i % 4, String.join(" ", tokens)));
    }
    return rows;
  }

  /** Writes sentences and runs attend on them. Returns the run folder. */
  Path attend(String name, List<Row> sentences, String... more) {
    String input = Corpora.write(folder.resolve(name + "-corpus"), sentences, SCHEMA, 3);
    return attend(name, input, more);
  }

  Path attend(String name, String input, String... more) {
    Path output = folder.resolve(name);
    List<String> options = new ArrayList<>(List.of("--input", input));
    options.addAll(List.of("--output", output.toString()));
    options.addAll(List.of("--heads", "4", "--keep", "document,word_ids"));
    options.addAll(List.of(more));
    if (!options.contains("--weights")) {
      options.addAll(List.of("--weights", Corpora.weights(folder.resolve("weights"))));
    }
    Attend run = Attend.run(options.toArray(new String[0]));
    assertThat(run.exitCode()).as(run.err()).isZero();
    return output;
  }
}
