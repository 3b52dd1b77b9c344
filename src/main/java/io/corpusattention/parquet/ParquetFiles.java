package io.corpusattention.parquet;

import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.HadoopReadOptions;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;

/** Opens Parquet files. */
public final class ParquetFiles {
  private ParquetFiles() {}

  /**
   * Opens a file with the settings of a configuration. Without settings, parquet-java would reload
   * all of Hadoop's defaults for each file, which takes longer than reading a footer.
   */
  public static ParquetFileReader open(Path path, Configuration conf) throws IOException {
    return ParquetFileReader.open(
        HadoopInputFile.fromPath(path, conf), HadoopReadOptions.builder(conf, path).build());
  }
}
