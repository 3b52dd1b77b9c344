package io.corpusattention.job.analyze;

import io.corpusattention.analysis.CorpusFindings;
import io.corpusattention.corpus.files.InputFiles;
import io.corpusattention.job.run.Counts;
import io.corpusattention.job.run.Positions;

/**
 * What a run of analyze came to.
 *
 * @param tokens whether keys have tokens, so that there are words
 * @param selfAttention whether queries are the sentence's own tokens
 * @param examples whether sentences behind the figures were found
 * @param frequentWords how many words occur often enough to be spoken of
 * @param randomWeights their source, or null where the weights are not random
 * @param seconds from opening the output until all tasks were done, as run.json has it
 */
public record AnalyzeResult(
    InputFiles input,
    Counts counts,
    CorpusFindings findings,
    boolean tokens,
    boolean selfAttention,
    boolean examples,
    int frequentWords,
    String randomWeights,
    Positions positions,
    double seconds) {}
