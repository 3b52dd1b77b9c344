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
   * Opens a file with the settings of a configuration; without settings, parquet-java would read
   * all of Hadoop's defaults anew for each file, which takes longer than a footer.
   */
  public static ParquetFileReader open(Path path, Configuration conf) throws IOException {
    return ParquetFileReader.open(
        HadoopInputFile.fromPath(path, conf), HadoopReadOptions.builder(conf, path).build());
  }
}
