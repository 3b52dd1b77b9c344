package io.corpusattention.corpus.files;

import java.util.List;
import java.util.stream.Stream;

/**
 * The names in a run folder: what a job leaves behind, and what the next job looks for.
 *
 * <p>A folder may hold the tables of one job, {@link #MANIFEST}, files of that job and, last of
 * all, {@link #SUCCESS}. While a run goes on, all that it writes lies in {@code _running/RUN_ID},
 * beside its claim {@code _running/RUN_ID.json}.
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

  /** The tables of all jobs; a folder is overwritten whichever of them made it. */
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

  /** What the run was, and which files it consists of. */
  public static final String MANIFEST = "run.json";

  /** Says, empty, that the run is finished. */
  public static final String SUCCESS = "_SUCCESS";

  /** Word vectors that a run has learned. */
  public static final String VECTORS = "word2vec.txt";

  /** What an analysis has found, for the report. */
  public static final String ANALYSIS = "analysis.json";

  /** Weights that a run has trained, and what they are. */
  public static final String MODEL = "model.safetensors";

  public static final String MODEL_CONFIG = "config.json";

  /** What a training that has not finished goes on from. */
  public static final String CHECKPOINTS = "checkpoints";

  /** The claims of runs that go on, and all that they have written so far. */
  public static final String RUNNING = "_running";

  /** The files that a run writes beside its tables, but for the two that complete it. */
  public static final List<String> FILES = List.of(VECTORS, ANALYSIS, MODEL, MODEL_CONFIG);

  /** All that a finished run may consist of. */
  public static final List<String> ALL =
      Stream.of(TABLES, FILES, List.of(MANIFEST, SUCCESS)).flatMap(List::stream).toList();

  private RunLayout() {}
}
