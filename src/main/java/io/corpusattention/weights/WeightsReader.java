package io.corpusattention.weights;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.weights.family.ModelConfig;
import io.corpusattention.weights.files.FileText;
import io.corpusattention.weights.files.WeightFiles;
import io.corpusattention.weights.safetensors.TensorFile;
import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads weights from a location that a user names: a folder with .npy files, a folder with a
 * safetensors model, a .safetensors file, or the index of a model in several files.
 */
public final class WeightsReader {
  private static final String INDEX = "model.safetensors.index.json";
  private static final String MODEL = "model.safetensors";
  private static final String NPY = "W_q.npy, W_k.npy and W_v.npy";
  private static final String LOOKED_FOR = MODEL + " or another .safetensors file, and " + INDEX;

  /** Matches files with a model's tensors in unsupported formats. */
  private static final String OTHER_MODELS = ".*\\.(bin|pt|pth|ckpt|h5|msgpack|gguf)";

  private WeightsReader() {}

  /**
   * Returns whether the user may name a file with this name. The user names .npy files by their
   * folder.
   */
  public static boolean isNamedByFile(String name) {
    return name.endsWith(".safetensors") || name.endsWith(".index.json");
  }

  /**
   * Reads the weights of one layer.
   *
   * @param layer the layer of a model, from 0; null if the user does not choose one
   * @throws BadSettingException if the files do not hold such weights; its message is one line
   */
  public static ModelWeights read(WeightFiles files, Integer layer) throws IOException {
    String file = files.named();
    if (file == null) {
      List<String> names = names(files);
      if (isNpy(files, names)) {
        if (layer != null) {
          throw Setting.LAYER
              .of(layer)
              .bad(
                  files.given(),
                  " holds .npy files, which are of one layer; leave ",
                  Setting.LAYER,
                  " out");
        }
        ModelConfig config = ModelConfig.read(files);
        return new ModelWeights(
            NpyWeights.read(files),
            false,
            config.heads(),
            config.kvHeads(),
            null,
            false,
            config.sinusoidalPositions());
      }
      file = safetensors(files, names);
    }
    Given label = files.given(file);
    return SafetensorsWeights.read(files, label, TensorFile.open(files, file), layer);
  }

  /** Returns the name of the file with a model's tensors or with their index. */
  static String modelFile(WeightFiles files) {
    return files.named() != null ? files.named() : safetensors(files, names(files));
  }

  private static List<String> names(WeightFiles files) {
    try {
      return files.names().stream().sorted().toList();
    } catch (IOException e) {
      throw files.given().bad("cannot be listed: " + FileText.reason(e)).causedBy(e);
    }
  }

  private static boolean isNpy(WeightFiles files, List<String> names) {
    boolean npy = names.stream().anyMatch(name -> name.matches("W_[qkv]\\.npy"));
    List<String> others = names.stream().filter(WeightsReader::isModel).toList();
    if (npy && !others.isEmpty()) {
      throw files
          .given()
          .bad(
              "holds both W_*.npy and " + shown(others) + "; name the file, ",
              files.given(others.get(0)),
              ", or move the .npy files to a folder of their own");
    }
    return npy;
  }

  private static boolean isModel(String name) {
    return name.endsWith(".safetensors") || name.equals(INDEX);
  }

  /** Returns the one file in a folder that holds the model, or its index. */
  private static String safetensors(WeightFiles files, List<String> names) {
    if (names.contains(INDEX)) {
      return INDEX;
    }
    if (names.contains(MODEL)) {
      return MODEL;
    }
    List<String> found = names.stream().filter(WeightsReader::isModel).toList();
    if (found.isEmpty()) {
      List<String> others = names.stream().filter(name -> name.matches(OTHER_MODELS)).toList();
      if (!others.isEmpty()) {
        throw files
            .given()
            .bad(
                "holds "
                    + shown(others)
                    + " but no .safetensors file; in Python, "
                    + "AutoModel.from_pretrained(\"FOLDER\").save_pretrained(\"NEW_FOLDER\")"
                    + " of transformers writes one");
      }
      throw files
          .given()
          .bad(
              "holds no weights; looked for "
                  + (files.setting() == Setting.WEIGHTS ? NPY + ", " : "")
                  + LOOKED_FOR);
    }
    if (found.size() > 1) {
      throw files
          .given()
          .bad(
              "holds "
                  + found.size()
                  + " .safetensors files and no "
                  + INDEX
                  + ": "
                  + shown(found)
                  + (files.setting() == Setting.WEIGHTS
                      ? "; name the file, " + files.path(found.get(0))
                      : "; add the index that save_pretrained writes, or leave one file"));
    }
    return found.get(0);
  }

  private static String shown(List<String> names) {
    return names.stream().limit(5).map(FileText::shown).collect(Collectors.joining(", "))
        + (names.size() > 5 ? ", ..." : "");
  }
}
