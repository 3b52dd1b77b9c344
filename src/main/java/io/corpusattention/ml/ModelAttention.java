package io.corpusattention.ml;

import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.HadoopWeightFiles;
import io.corpusattention.corpus.files.RootCause;
import io.corpusattention.corpus.text.ModelTokenizer;
import io.corpusattention.encoder.LayerChoice;
import io.corpusattention.text.TokenizerFile;
import io.corpusattention.weights.EncoderModel;
import io.corpusattention.weights.EncoderReader;
import io.corpusattention.weights.EncoderTensors;
import io.corpusattention.weights.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import scala.Option;

/**
 * A whole model as a stage of a Pipeline. Reads sentences as text. Adds their tokens, the attention
 * of each layer and head, and the pooled last hidden states as a vector.
 *
 * <p>Each input row gives one output row, with all its columns and in the same order. Each number
 * has the same bits as from {@code jobs/attend --model}, regardless of partitioning. The stage is
 * saved together with its model. You can pass the folder {@code model} in the saved stage to
 * jobs/attend.
 */
public final class ModelAttention extends Transformer implements ModelAttentionParams, MLWritable {
  private static final long serialVersionUID = 1;

  /** Attention over 512 tokens with 12 layers of 12 heads takes 151 MB. */
  private static final long DEFAULT_MAX_ROW_BYTES = 256L << 20;

  private static final String MODEL = "model";
  private static final String CONFIG = "config.json";

  private final String uid;
  private final EncoderModel model;
  private final TokenizerFile tokenizer;
  private final byte[] config; // config.json

  private ModelAttention(String uid, EncoderModel model, TokenizerFile tokenizer, byte[] config) {
    this.uid = uid;
    this.model = model;
    this.config = config;
    this.tokenizer = tokenizer;
    setDefault(inputCol(), "text");
    setDefault(tokensCol(), "tokens");
    setDefault(attentionCol(), "attention");
    setDefault(attention(), "full");
    setDefault(layers(), LayerChoice.ALL);
    setDefault(hiddenCol(), "hidden");
    setDefault(hidden(), "mean");
    setDefault(normalize(), (Object) false);
    setDefault(maxRowBytes(), (Object) DEFAULT_MAX_ROW_BYTES);
    setDefault(handleInvalid(), InvalidRows.ERROR);
  }

  /**
   * Returns a stage for the model in a folder. The folder is as for {@code jobs/attend --model}, on
   * any file system that Hadoop supports.
   *
   * @throws IllegalArgumentException if there is no such model
   */
  public static ModelAttention fromModel(String path) {
    return open(
        Identifiable$.MODULE$.randomUID("modelAttention"),
        path,
        HadoopPaths.conf(SparkSession.active()));
  }

  private static ModelAttention open(String uid, String path, Configuration conf) {
    return ParamCheck.checked(
        () -> {
          HadoopWeightFiles files = HadoopWeightFiles.openModel(Setting.MODEL, path, conf);
          EncoderModel model = EncoderReader.read(files);
          try (InputStream in = files.open(CONFIG)) {
            byte[] config = in.readAllBytes();
            TokenizerFile tokenizer = ModelTokenizer.open(files, model.embeddings());
            return new ModelAttention(uid, model, tokenizer, config);
          } catch (IOException e) {
            throw Setting.MODEL.of(path).bad("cannot be read: " + RootCause.of(e)).causedBy(e);
          }
        });
  }

  @Override
  public String uid() {
    return uid;
  }

  /** Returns d_model. */
  public int width() {
    return model.embeddings().width();
  }

  @Override
  public StructType transformSchema(StructType schema) {
    return plan(schema).output();
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    ModelRows.Plan plan = plan(dataset.schema());
    // Not destroyed here: tasks need it each time an action computes the rows.
    Broadcast<ModelRows.Plan> broadcast =
        JavaSparkContext.fromSparkContext(dataset.sparkSession().sparkContext()).broadcast(plan);
    return RowMapping.map(dataset, plan.output(), new ModelRows(broadcast));
  }

  private ModelRows.Plan plan(StructType input) {
    return ParamCheck.checked(() -> ModelRows.plan(this, model, tokenizer, input));
  }

  @Override
  public ModelAttention copy(ParamMap extra) {
    return copyValues(new ModelAttention(uid, model, tokenizer, config), extra);
  }

  @Override
  public MLWriter write() {
    return new Writer(this);
  }

  /** Returns a reader of saved stages. */
  public static MLReader<ModelAttention> read() {
    return new Reader();
  }

  /** Reads a saved stage. */
  public static ModelAttention load(String path) {
    return read().load(path);
  }

  @Override
  public String toString() {
    return "ModelAttention: uid="
        + uid
        + ", model="
        + model.source()
        + ", layers="
        + model.layers().size()
        + ", heads="
        + model.heads();
  }

  /** Saves Params as every spark.ml stage does, and the model's tensors in float32. */
  private static final class Writer extends MLWriter {
    private final ModelAttention stage;

    Writer(ModelAttention stage) {
      this.stage = stage;
    }

    @Override
    public void saveImpl(String path) {
      DefaultParamsWriter$.MODULE$.saveMetadata(
          stage, path, sparkSession(), Option.empty(), Option.empty());
      Path folder = new Path(path, MODEL);
      // Write the model from memory: Spark has cleared the path, which may have held the model's
      // own files.
      try {
        FileSystem files = folder.getFileSystem(HadoopPaths.conf(sparkSession()));
        try (OutputStream out = files.create(new Path(folder, "model.safetensors"))) {
          SafetensorsWriter.write(EncoderTensors.of(stage.model), Map.of("format", "pt"), out);
        }
        write(files, new Path(folder, CONFIG), stage.config);
        byte[] tokenizer = stage.tokenizer.json().getBytes(StandardCharsets.UTF_8);
        write(files, new Path(folder, TokenizerFile.NAME), tokenizer);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void write(FileSystem files, Path file, byte[] bytes) throws IOException {
      try (OutputStream out = files.create(file)) {
        out.write(bytes);
      }
    }
  }

  private static final class Reader extends MLReader<ModelAttention> {
    @Override
    public ModelAttention load(String path) {
      var metadata =
          DefaultParamsReader$.MODULE$.loadMetadata(
              path, sparkSession(), ModelAttention.class.getName());
      ModelAttention stage =
          open(metadata.uid(), new Path(path, MODEL).toString(), HadoopPaths.conf(sparkSession()));
      metadata.getAndSetParams(stage, Option.empty());
      return stage;
    }
  }
}
