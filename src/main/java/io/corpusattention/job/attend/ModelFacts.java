package io.corpusattention.job.attend;

import io.corpusattention.encoder.LayerNumbers;
import io.corpusattention.weights.EncoderModel;
import io.corpusattention.weights.WeightsDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Facts about a model that is computed.
 *
 * @param name name of the model's folder
 * @param source the folder as the user named it
 * @param family the model family, as named in config.json
 * @param layers number of layers
 * @param heads number of heads in each layer
 * @param sha256 SHA-256 of the model's numbers
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

  /** Returns the layers that are written, in the notation of the layers option. */
  public String keptLayers() {
    return LayerNumbers.shown(kept);
  }

  /** Returns these facts as run.json lists them. */
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
