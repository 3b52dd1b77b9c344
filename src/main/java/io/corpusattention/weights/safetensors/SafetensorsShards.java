package io.corpusattention.weights.safetensors;

import com.fasterxml.jackson.databind.JsonNode;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import io.corpusattention.weights.files.FileText;
import io.corpusattention.weights.files.StrictJson;
import io.corpusattention.weights.files.WeightFiles;
import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A model in several safetensors files, with an index that says which file holds which tensor.
 * Opens each file when one of its tensors is first requested.
 */
final class SafetensorsShards implements TensorFile {
  private static final String WEIGHT_MAP = "weight_map";

  /** Matches a file next to the index, whose name cannot lead to another folder or file system. */
  private static final Pattern FILE_NAME =
      Pattern.compile("[^/\\\\:\\p{Cntrl}]{1,255}\\.safetensors");

  private final WeightFiles files;
  private final Given label;
  private final Map<String, String> fileOfTensor;
  private final Map<String, SafetensorsFile> opened = new HashMap<>();

  private SafetensorsShards(WeightFiles files, Given label, Map<String, String> fileOfTensor) {
    this.files = files;
    this.label = label;
    this.fileOfTensor = fileOfTensor;
  }

  /**
   * Reads and checks an index.
   *
   * @throws BadSettingException if it is not an index, or if a file that it names is missing
   */
  static SafetensorsShards open(WeightFiles files, String index) {
    Given label = files.given(index);
    JsonNode map = StrictJson.object(files, index).path(WEIGHT_MAP);
    if (map.isMissingNode()) {
      throw label.bad(
          "has no " + WEIGHT_MAP + "; an index says there which file holds which tensor");
    }
    if (!map.isObject()) {
      throw label.bad("its " + WEIGHT_MAP + " is not an object of tensors and file names");
    }
    Map<String, String> fileOfTensor = new LinkedHashMap<>();
    map.properties().forEach(e -> fileOfTensor.put(e.getKey(), file(label, e)));
    for (String file : new TreeSet<>(fileOfTensor.values())) {
      requireFile(files, label, file);
    }
    return new SafetensorsShards(files, label, fileOfTensor);
  }

  private static String file(Given label, Map.Entry<String, JsonNode> entry) {
    String tensor = FileText.tensor(entry.getKey());
    String file = entry.getValue().textValue();
    if (file == null) {
      throw label.bad(tensor + " has no file's name in " + WEIGHT_MAP);
    }
    if (!FILE_NAME.matcher(file).matches() || !StrictJson.isText(file)) {
      throw label.bad(
          ("%s is said to be in '%s', which is not the name of a .safetensors file in the same "
                  + "folder")
              .formatted(tensor, FileText.shown(file)));
    }
    return file;
  }

  private static void requireFile(WeightFiles files, Given label, String file) {
    boolean exists;
    try {
      exists = files.exists(file);
    } catch (IOException | IllegalArgumentException e) {
      throw label
          .bad("its file %s cannot be read: %s".formatted(FileText.shown(file), FileText.reason(e)))
          .causedBy(e);
    }
    if (!exists) {
      throw label.bad(
          "names the file "
              + FileText.shown(file)
              + ", which is not there; all files of the model must lie in one folder");
    }
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(fileOfTensor.keySet());
  }

  @Override
  public Given label(String name) {
    return files.given(fileOfTensor.get(name));
  }

  @Override
  public TensorEntry entry(String name) {
    return holder(name).entry(name);
  }

  @Override
  public float[] values(String name) {
    return holder(name).values(name);
  }

  private SafetensorsFile holder(String name) {
    String file = fileOfTensor.get(name);
    SafetensorsFile holder =
        opened.computeIfAbsent(file, unopened -> SafetensorsFile.open(files, unopened));
    if (holder.entry(name) == null) {
      throw label.bad(
          ("%s is said to be in %s, which does not hold it; index and files are not of the same "
                  + "model")
              .formatted(FileText.tensor(name), FileText.shown(file)));
    }
    return holder;
  }
}
