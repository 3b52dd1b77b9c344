package io.corpusattention.job.analyze;

import io.corpusattention.analysis.CorpusFindings;
import io.corpusattention.corpus.files.InputFiles;
import io.corpusattention.job.run.Counts;
import io.corpusattention.job.run.Positions;

/**
 * The result of an analyze run.
 *
 * @param tokens whether keys have tokens, and so words
 * @param selfAttention whether queries are the sentence's own tokens
 * @param examples whether example sentences for the figures were found
 * @param frequentWords number of words that are frequent enough to be reported
 * @param randomWeights the source of random weights; null if the weights are not random
 * @param seconds time from opening the output until all tasks were done, as in run.json
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
