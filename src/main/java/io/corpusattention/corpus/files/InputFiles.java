package io.corpusattention.corpus.files;

import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * The files that an input is read from.
 *
 * @param paths of all files, each once; empty where the input is not of plain files, as a table
 *     behind JDBC is not
 * @param bytes of all files together, as they are stored
 */
public record InputFiles(List<Path> paths, long bytes) {}
