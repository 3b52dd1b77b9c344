package io.corpusattention.ml;

import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.weights.LayerTensors;
import io.corpusattention.weights.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWriter;
import scala.Option;

/**
 * The saved form of a model: Params as every spark.ml stage saves them, and a folder of weights
 * that you can pass to jobs/attend.
 */
final class SavedModel {
  private static final String WEIGHTS = "weights";

  private SavedModel() {}

  static final class Writer extends MLWriter {
    private final SelfAttentionModel model;

    Writer(SelfAttentionModel model) {
      this.model = model;
    }

    @Override
    public void saveImpl(String path) {
      DefaultParamsWriter$.MODULE$.saveMetadata(
          model, path, sparkSession(), Option.empty(), Option.empty());
      Path folder = new Path(path, WEIGHTS);
      try {
        FileSystem files = folder.getFileSystem(HadoopPaths.conf(sparkSession()));
        try (OutputStream out = files.create(new Path(folder, "model.safetensors"))) {
          SafetensorsWriter.write(LayerTensors.of(model.weights()), Map.of("format", "pt"), out);
        }
        try (OutputStream out = files.create(new Path(folder, "config.json"))) {
          out.write(config().getBytes(StandardCharsets.US_ASCII));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Returns config.json: what jobs/attend needs to know about the weights. */
    private String config() {
      List<String> fields = new ArrayList<>();
      if (model.isDefined(model.heads())) {
        fields.add("\"num_attention_heads\": " + model.getHeads());
        fields.add("\"num_key_value_heads\": " + model.getKvHeads());
      }
      fields.add("\"positions\": \"" + model.getPositions() + "\"");
      return "{\n  " + String.join(",\n  ", fields) + "\n}\n";
    }
  }

  static final class Reader extends MLReader<SelfAttentionModel> {
    @Override
    public SelfAttentionModel load(String path) {
      var metadata =
          DefaultParamsReader$.MODULE$.loadMetadata(
              path, sparkSession(), SelfAttentionModel.class.getName());
      String weights = new Path(path, WEIGHTS).toString();
      SelfAttentionModel model =
          new SelfAttentionModel(
              metadata.uid(),
              SelfAttentionModel.weights(weights, null, sparkSession()).weights(),
              List.of());
      metadata.getAndSetParams(model, Option.empty());
      return model;
    }
  }
}
