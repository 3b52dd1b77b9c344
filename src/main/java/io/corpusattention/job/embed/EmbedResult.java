package io.corpusattention.job.embed;

import io.corpusattention.corpus.files.InputFiles;
import io.corpusattention.job.run.Counts;
import java.util.Map;

/**
 * The result of an embed run.
 *
 * @param emptyLines number of empty lines in text files, which are skipped
 * @param truncated number of truncated sentences
 * @param unknown number of tokens that have no vector or that the tokenizer does not know
 * @param unknownShare share of unknown tokens among all tokens of the text
 * @param unknownWords the most frequent unknown tokens with their counts
 * @param embedder the source of the embeddings, as shown to the user
 * @param width d_model
 * @param savedVectors the file with learned vectors; null if none were learned
 */
public record EmbedResult(
    InputFiles input,
    Counts counts,
    long emptyLines,
    long truncated,
    long unknown,
    double unknownShare,
    Map<String, Long> unknownWords,
    String embedder,
    int width,
    String savedVectors,
    double seconds) {}
