package io.corpusattention.ml;

import io.corpusattention.attention.Given;
import io.corpusattention.attention.Setting;
import io.corpusattention.corpus.ColumnRole;
import io.corpusattention.corpus.CorpusColumns;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.RootCause;
import io.corpusattention.text.VectorFile;
import io.corpusattention.text.WordVectors;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.feature.Word2VecModel;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Maps tokens to their word vectors, as jobs/embed does. Looks a token up as written, then in lower
 * case. Holds all vectors in memory, on the driver and once on each executor.
 */
public final class TokenEmbedder extends Transformer implements TokenEmbedderParams, MLWritable {
  private static final long serialVersionUID = 1;

  /** The key of d_model in the metadata of an embeddings column. */
  static final String WIDTH = "d_model";

  private final String uid;
  private final WordVectors vectors; // with their mean

  TokenEmbedder(String uid, WordVectors vectors) {
    this.uid = uid;
    this.vectors = vectors;
    setDefault(inputCol(), CorpusColumns.DEFAULT_TOKENS);
    setDefault(outputCol(), CorpusColumns.DEFAULT_EMBEDDINGS);
    setDefault(embeddedTokensCol(), "");
    setDefault(unknown(), "zero");
    setDefault(positions(), "none");
    setDefault(handleInvalid(), InvalidRows.ERROR);
  }

  /** Returns an embedder with the vectors of a Spark Word2Vec model. */
  public static TokenEmbedder fromWord2Vec(Word2VecModel model) {
    SortedMap<String, float[]> vectors = new TreeMap<>();
    for (Row row : model.getVectors().collectAsList()) {
      double[] values = row.<Vector>getAs(1).toArray(); // they were floats
      float[] vector = new float[values.length];
      for (int i = 0; i < vector.length; i++) {
        vector[i] = (float) values[i];
      }
      vectors.put(row.getString(0), vector);
    }
    return of(WordVectors.of(vectors));
  }

  /**
   * Returns an embedder with the vectors of a GloVe or word2vec file: text or binary, compressed or
   * not, on any file system that Hadoop supports.
   *
   * @throws IllegalArgumentException if there is no such file
   */
  public static TokenEmbedder fromFile(String path) {
    Configuration conf = HadoopPaths.conf(SparkSession.active());
    Given given = Setting.VECTORS.of(path);
    return of(
        ParamCheck.checked(
            () -> {
              Path file = HadoopPaths.path(given.setting(), path);
              FileSystem fileSystem = HadoopPaths.fileSystem(given.setting(), file, conf);
              try (InputStream in = HadoopPaths.open(fileSystem, file)) {
                return VectorFile.readAll(in, given);
              } catch (IOException e) {
                throw given.bad("cannot be read: " + RootCause.of(e)).causedBy(e);
              }
            }));
  }

  private static TokenEmbedder of(WordVectors vectors) {
    return new TokenEmbedder(Identifiable$.MODULE$.randomUID("tokenEmbedder"), vectors);
  }

  @Override
  public String uid() {
    return uid;
  }

  WordVectors vectors() {
    return vectors;
  }

  /** Returns d_model. */
  public int width() {
    return vectors.width();
  }

  @Override
  public StructType transformSchema(StructType schema) {
    InputColumns columns = new InputColumns(schema);
    columns.find(ColumnRole.TOKENS, "inputCol", getInputCol());
    boolean nullable = new InvalidRows(getHandleInvalid()).kept();
    List<StructField> added = new ArrayList<>();
    added.add(
        new StructField(
            getOutputCol(),
            DataTypes.createArrayType(DataTypes.FloatType, false),
            nullable,
            new MetadataBuilder().putLong(WIDTH, vectors.width()).build()));
    if (!getEmbeddedTokensCol().isEmpty()) {
      added.add(
          DataTypes.createStructField(
              getEmbeddedTokensCol(),
              DataTypes.createArrayType(DataTypes.StringType, false),
              nullable));
    }
    return columns.with(added);
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType input = dataset.schema();
    StructType output = transformSchema(input);
    Broadcast<WordVectors> broadcast =
        JavaSparkContext.fromSparkContext(dataset.sparkSession().sparkContext()).broadcast(vectors);
    return RowMapping.map(
        dataset,
        output,
        new EmbeddedRows(
            broadcast,
            getUnknown(),
            getPositions().equals("sinusoidal"),
            new InvalidRows(getHandleInvalid()),
            new InputColumns(input).find(ColumnRole.TOKENS, "inputCol", getInputCol()),
            !getEmbeddedTokensCol().isEmpty(),
            input,
            output));
  }

  @Override
  public TokenEmbedder copy(ParamMap extra) {
    return copyValues(new TokenEmbedder(uid, vectors), extra);
  }

  @Override
  public MLWriter write() {
    return new SavedEmbedder.Writer(this);
  }

  /** Returns a reader of saved embedders. */
  public static MLReader<TokenEmbedder> read() {
    return new SavedEmbedder.Reader();
  }

  /** Reads a saved embedder. */
  public static TokenEmbedder load(String path) {
    return read().load(path);
  }

  @Override
  public String toString() {
    return "TokenEmbedder: uid="
        + uid
        + ", words="
        + vectors.size()
        + ", d_model="
        + vectors.width();
  }
}
