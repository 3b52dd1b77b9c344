package io.corpusattention.job.embed;

import io.corpusattention.corpus.files.InputFiles;
import io.corpusattention.job.run.Counts;
import java.util.Map;

/**
 * What a run of embed came to.
 *
 * @param emptyLines of text files, passed over
 * @param truncated sentences that were cut
 * @param unknown tokens without a vector, or that the tokenizer does not know
 * @param unknownShare of all tokens of the text
 * @param unknownWords the most frequent of them and how often each was met
 * @param embedder what the embeddings are from, for people
 * @param width d_model
 * @param savedVectors where learned vectors are; null where none were learned
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
