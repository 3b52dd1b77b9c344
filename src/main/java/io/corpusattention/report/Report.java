package io.corpusattention.report;

import java.util.List;

/**
 * What a page shows. Heads are counted through all layers: head h of the layer at place i is i ·
 * heads + h.
 *
 * @param source where the attention is from, for the page's first lines
 * @param notes what a reader should know, as sentences
 * @param chosen how the sentences were chosen, as a sentence
 * @param analysis where the figures of the corpus are from, as a sentence; null where there are
 *     none
 * @param model its name; null where the attention is of no model
 * @param layers their numbers, ascending; one that is null for a layer without number
 * @param heads of each layer
 * @param firstHeads those that are drawn when the page opens
 * @param corpus figures of the whole corpus; null where no analysis was given
 * @param comparison another run's figures; null for none
 * @param training how the weights were learned; null where no training was given
 * @param lengths of the table's sentences
 * @param summaries of documents; null for none
 * @param sentences to be drawn
 */
public record Report(
    String source,
    List<String> notes,
    String chosen,
    String analysis,
    String model,
    List<Integer> layers,
    int heads,
    List<Integer> firstHeads,
    CorpusFigures corpus,
    Comparison comparison,
    LearningCurve training,
    LengthHistogram lengths,
    Summaries summaries,
    List<SentenceFigure> sentences) {}
