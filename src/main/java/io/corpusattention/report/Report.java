package io.corpusattention.report;

import java.util.List;

/**
 * The content of a page. Heads are numbered across all layers: head h of the layer at place i is i
 * · heads + h.
 *
 * @param source where the attention comes from, for the page's first lines
 * @param notes what a reader should know, as sentences
 * @param chosen how the sentences were chosen, as a sentence
 * @param analysis where the figures of the corpus come from, as a sentence; null if there are none
 * @param model the name of the model; null if the attention does not come from a model
 * @param layers the layer numbers, ascending; a single null for a layer without a number
 * @param heads the number of heads per layer
 * @param firstHeads for each sentence, the heads to draw first
 * @param corpus the figures of the whole corpus; null without an analysis
 * @param comparison another run's figures; null for none
 * @param training how the weights were learned; null without a training run
 * @param lengths the lengths of the table's sentences
 * @param summaries the summaries of documents; null for none
 * @param sentences the sentences to draw
 */
public record Report(
    String source,
    List<String> notes,
    String chosen,
    String analysis,
    String model,
    List<Integer> layers,
    int heads,
    List<List<Integer>> firstHeads,
    CorpusFigures corpus,
    Comparison comparison,
    LearningCurve training,
    LengthHistogram lengths,
    Summaries summaries,
    List<SentenceFigure> sentences) {}
