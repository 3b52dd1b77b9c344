package io.corpusattention.report;

import java.util.List;

/**
 * What a page shows.
 *
 * @param source where the attention is from, for the page's first lines
 * @param heads of the attention
 * @param corpus figures of the whole corpus; null where no analysis was given
 * @param analysis where these are from, as a sentence; null where there are none
 * @param training how the weights were learned; null where no training was given
 * @param lengths of the table's sentences
 * @param chosen how the sentences were chosen, as a sentence
 * @param sentences to be drawn
 * @param notes what a reader should know, as sentences
 */
public record Report(
    String source,
    int heads,
    CorpusFigures corpus,
    String analysis,
    LearningCurve training,
    LengthHistogram lengths,
    String chosen,
    List<SentenceFigure> sentences,
    List<String> notes) {}
