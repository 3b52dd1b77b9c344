package io.corpusattention.job.attend;

import io.corpusattention.encoder.LayerNumbers;
import io.corpusattention.weights.EncoderModel;
import io.corpusattention.weights.WeightsDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is told of a model that is computed.
 *
 * @param name of its folder
 * @param source the folder, as the user names it
 * @param family as config.json calls it
 * @param layers that it has
 * @param heads of each layer
 * @param sha256 of its numbers
 * @param kept the layers whose attention is written
 * @param hidden the layer whose hidden states are written; null for none
 */
public record ModelFacts(
    String name,
    String source,
    String family,
    int layers,
    int heads,
    String sha256,
    List<Integer> kept,
    Integer hidden) {
  static ModelFacts of(EncoderModel model, List<Integer> kept, Integer hidden) {
    String folder = model.source();
    return new ModelFacts(
        folder.substring(folder.lastIndexOf('/') + 1),
        folder,
        model.family(),
        model.layers().size(),
        model.heads(),
        WeightsDigest.sha256(model),
        kept,
        hidden);
  }

  /** The layers that are written, as a user would ask for them. */
  public String keptLayers() {
    return LayerNumbers.shown(kept);
  }

  /** For run.json. */
  public Map<String, Object> contents() {
    Map<String, Object> contents = new LinkedHashMap<>();
    contents.put("name", name);
    contents.put("source", source);
    contents.put("family", family);
    contents.put("layers", layers);
    contents.put("layers_written", kept);
    if (hidden != null) {
      contents.put("hidden_layer", hidden);
    }
    contents.put("heads", heads);
    contents.put("sha256", sha256);
    return contents;
  }
}
