package io.corpusattention.corpus.files;

import java.util.List;
import java.util.stream.Stream;

/**
 * The names in a run folder, which one job writes and the next job looks for.
 *
 * <p>A folder holds the tables of one job, {@link #MANIFEST}, other files of that job, and {@link
 * #SUCCESS}, which is written last. While a run is live, it writes everything to {@code
 * _running/RUN_ID}, next to its claim {@code _running/RUN_ID.json}.
 */
public final class RunLayout {
  public static final String ATTENTION = "attention";
  public static final String HIDDEN = "hidden";
  public static final String REJECTED = "rejected";
  public static final String SENTENCES = "sentences";
  public static final String STATISTICS = "statistics";
  public static final String HEADS = "heads";
  public static final String DIVERGENCES = "divergences";
  public static final String WORDS = "words";
  public static final String LINKS = "links";
  public static final String RELATIONS = "relations";
  public static final String EXAMPLES = "examples";
  public static final String SUMMARIES = "summaries";
  public static final String KEYWORDS = "keywords";
  public static final String DOCUMENTS = "documents";
  public static final String CURVE = "curve";

  /** The tables of analyze. */
  public static final List<String> OF_ANALYZE =
      List.of(STATISTICS, HEADS, DIVERGENCES, LINKS, WORDS, RELATIONS, EXAMPLES);

  /** The tables of all jobs. Any job may overwrite the run folder of any other. */
  public static final List<String> TABLES =
      List.of(
          ATTENTION,
          HIDDEN,
          REJECTED,
          SENTENCES,
          STATISTICS,
          HEADS,
          DIVERGENCES,
          WORDS,
          LINKS,
          RELATIONS,
          EXAMPLES,
          SUMMARIES,
          KEYWORDS,
          DOCUMENTS,
          CURVE);

  /** Describes the run and lists its files. */
  public static final String MANIFEST = "run.json";

  /**
   * Format of run folders, which run.json contains. Version 0.1.0 wrote format 1 and did not name
   * it.
   */
  public static final int FORMAT = 2;

  /** An empty file that marks a finished run. */
  public static final String SUCCESS = "_SUCCESS";

  /** The word vectors that a run learned. */
  public static final String VECTORS = "word2vec.txt";

  /** The results of an analysis, for the report. */
  public static final String ANALYSIS = "analysis.json";

  /** The weights that a run trained. {@link #MODEL_CONFIG} describes them. */
  public static final String MODEL = "model.safetensors";

  public static final String MODEL_CONFIG = "config.json";

  /** The folder of checkpoints, from which an unfinished training run resumes. */
  public static final String CHECKPOINTS = "checkpoints";

  /** The folder with the claims of live runs and their output so far. */
  public static final String RUNNING = "_running";

  /** The files that a run writes in addition to its tables, except the two that complete it. */
  public static final List<String> FILES = List.of(VECTORS, ANALYSIS, MODEL, MODEL_CONFIG);

  /** All names that a finished run may contain. */
  public static final List<String> ALL =
      Stream.of(TABLES, FILES, List.of(MANIFEST, SUCCESS)).flatMap(List::stream).toList();

  private RunLayout() {}
}
