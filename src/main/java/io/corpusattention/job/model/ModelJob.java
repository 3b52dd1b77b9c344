package io.corpusattention.job.model;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.OutsideFailure;
import io.corpusattention.weights.onnx.OnnxTensors;
import io.corpusattention.weights.onnx.OnnxTensors.Tensor;
import io.corpusattention.weights.safetensors.SafetensorsWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.apache.commons.io.FileUtils;

/**
 * Creates the folder of a published model from its artifact. The folder is complete, or there is
 * none.
 */
public final class ModelJob {
  /** The file that says where the model comes from. */
  private static final String NOTE = "SOURCE.txt";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ModelJob() {}

  /**
   * Creates the folder.
   *
   * @param artifact the jar of the artifact
   * @param folder the folder, which must not exist yet; missing parent folders are created
   * @return the number of tensors
   * @throws BadSettingException if the artifact is not the expected one, or if the folder exists or
   *     cannot be created
   */
  public static int run(PublishedModel model, Path artifact, Path folder) throws IOException {
    Given given = Setting.MODEL.of(model.name());
    if (Files.exists(folder)) {
      throw Setting.OUTPUT.of(folder).bad("already exists; choose another folder");
    }
    requireWhole(given, model, artifact);
    try {
      return make(model, artifact, folder);
    } catch (FileSystemException e) { // another run may have created it meanwhile
      throw OutsideFailure.or(e, Setting.OUTPUT.of(folder), "cannot be made");
    }
  }

  private static int make(PublishedModel model, Path artifact, Path folder) throws IOException {
    Path parent = folder.toAbsolutePath().getParent();
    Files.createDirectories(parent);
    Path making =
        Files.createDirectory(parent.resolve(folder.getFileName() + "." + UUID.randomUUID()));
    try (ZipFile jar = new ZipFile(artifact.toFile())) {
      Map<String, Tensor> tensors;
      try (InputStream in = jar.getInputStream(entry(jar, ".onnx"))) {
        tensors = OnnxTensors.read(in);
      }
      writeTensors(making.resolve("model.safetensors"), tensors);
      JSON.writeValue(making.resolve("config.json").toFile(), config(model, tensors));
      try (InputStream in = jar.getInputStream(entry(jar, "tokenizer.json"))) {
        Files.copy(in, making.resolve("tokenizer.json"));
      }
      Files.writeString(
          making.resolve(NOTE),
          "%s%nof %s%nfrom the artifact %s%nwith the SHA-256 %s%n"
              .formatted(model.name(), model.origin(), model.artifact(), model.sha256()));
      Files.move(making, folder, StandardCopyOption.ATOMIC_MOVE);
      return tensors.size();
    } finally {
      FileUtils.deleteDirectory(making.toFile());
    }
  }

  private static void requireWhole(Given given, PublishedModel model, Path artifact)
      throws IOException {
    String found;
    try (InputStream in = Files.newInputStream(artifact)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      new DigestInputStream(in, digest).transferTo(OutputStream.nullOutputStream());
      found = HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has SHA-256
    } catch (IOException e) {
      throw given
          .bad("its artifact " + artifact + " cannot be read: " + e.getMessage())
          .causedBy(e);
    }
    if (!found.equals(model.sha256())) {
      throw given.bad(
          "its artifact "
              + artifact
              + " has the SHA-256 "
              + found
              + " and not "
              + model.sha256()
              + ": it is cut short or another one; remove it, here and in Maven's repository, and"
              + " try again");
    }
  }

  private static ZipEntry entry(ZipFile jar, String ending) throws IOException {
    return jar.stream()
        .filter(entry -> entry.getName().endsWith(ending))
        .findFirst()
        .orElseThrow(() -> new IOException(jar.getName() + " has no " + ending));
  }

  private static void writeTensors(Path file, Map<String, Tensor> tensors) throws IOException {
    List<SafetensorsWriter.Tensor> all =
        tensors.entrySet().stream()
            .map(
                tensor ->
                    new SafetensorsWriter.Tensor(
                        tensor.getKey(), tensor.getValue().shape(), tensor.getValue().values()))
            .toList();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      SafetensorsWriter.write(all, Map.of("format", "pt"), out);
    }
  }

  /**
   * Returns the configuration: values read from the tensors, and constants that all models share.
   */
  private static Map<String, Object> config(PublishedModel model, Map<String, Tensor> tensors) {
    int layers = 0;
    while (tensors.containsKey("encoder.layer." + layers + ".output.dense.weight")) {
      layers++;
    }
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("architectures", List.of("BertModel"));
    config.put("model_type", "bert");
    config.put("vocab_size", rows(tensors, "embeddings.word_embeddings.weight"));
    config.put("max_position_embeddings", rows(tensors, "embeddings.position_embeddings.weight"));
    config.put("type_vocab_size", rows(tensors, "embeddings.token_type_embeddings.weight"));
    config.put("hidden_size", rows(tensors, "embeddings.LayerNorm.weight"));
    config.put("num_hidden_layers", layers);
    config.put("num_attention_heads", model.heads());
    config.put("intermediate_size", rows(tensors, "encoder.layer.0.intermediate.dense.weight"));
    config.put("hidden_act", "gelu");
    config.put("layer_norm_eps", 1e-12);
    config.put("position_embedding_type", "absolute");
    config.put("pad_token_id", 0);
    return config;
  }

  private static int rows(Map<String, Tensor> tensors, String name) {
    return tensors.get(name).shape().get(0);
  }
}
