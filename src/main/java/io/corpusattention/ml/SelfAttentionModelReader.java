package io.corpusattention.ml;

import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.MLReader;
import scala.Option;

/** Reads what {@link SelfAttentionModelWriter} has saved. */
final class SelfAttentionModelReader extends MLReader<SelfAttentionModel> {
  @Override
  public SelfAttentionModel load(String path) {
    var metadata =
        DefaultParamsReader$.MODULE$.loadMetadata(
            path, sparkSession(), SelfAttentionModel.class.getName());
    String weights = new Path(path, SelfAttentionModelWriter.WEIGHTS).toString();
    SelfAttentionModel model =
        new SelfAttentionModel(
            metadata.uid(),
            SelfAttentionModel.weights(weights, null, sparkSession()).weights(),
            List.of());
    metadata.getAndSetParams(model, Option.empty());
    return model;
  }
}
