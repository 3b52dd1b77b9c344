package io.corpusattention.job.summarize;

import io.corpusattention.analysis.summary.Best;
import io.corpusattention.analysis.summary.Keyword;
import io.corpusattention.analysis.summary.ScoredWords;
import io.corpusattention.analysis.summary.SummaryLength;
import io.corpusattention.corpus.row.RawRow;
import io.corpusattention.job.run.Counts;
import io.corpusattention.job.run.TableTask;
import io.corpusattention.job.run.TaskOutput;
import io.corpusattention.job.summarize.SummarizeTally.DocumentExample;
import io.corpusattention.job.summarize.SummarizeTally.Example;
import io.corpusattention.table.ParquetTableFile;
import io.corpusattention.table.TableWrite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.lang3.ArrayUtils;
import org.apache.spark.TaskContext;

/**
 * The work of summarize on one partition: scored sentences or documents in; files of their tables,
 * and counts, out.
 */
final class SummarizeTask extends TableTask<SummarizeItem, SummarizeTally> {
  private static final long serialVersionUID = 1;

  private final SummaryLength length;
  private final int firstDocumentTask;

  /**
   * @param firstDocumentTask the first partition with documents; -1 if there are none
   */
  SummarizeTask(
      SummaryLength length,
      boolean failOnBadRecord,
      int firstDocumentTask,
      TableWrite.Target target) {
    super(target, SummarizeJob.REJECTED, failOnBadRecord);
    this.length = length;
    this.firstDocumentTask = firstDocumentTask;
  }

  @Override
  protected Work<SummarizeItem, SummarizeTally> begin(TaskContext task, TaskOutput output)
      throws IOException {
    if (task.partitionId() == firstDocumentTask) { // even empty tables have their columns
      output.file(SummarizeJob.KEYWORDS);
      output.file(SummarizeJob.DOCUMENTS);
    }
    return new Run(output);
  }

  private final class Run implements Work<SummarizeItem, SummarizeTally> {
    private final TaskOutput output;
    private final Best<Example> examples = new Best<>(SummarizeTally.EXAMPLES);
    private DocumentExample example;
    private long read;
    private long written;
    private long tokens;
    private long words;
    private long empty;
    private long noChoice;
    private long documentCount;
    private long keywordCount;

    Run(TaskOutput output) {
      this.output = output;
    }

    @Override
    public void take(SummarizeItem item) throws IOException {
      if (item instanceof ScoredSentence sentence) {
        write(sentence);
      } else if (item instanceof DocumentSummary document) {
        write(document);
      }
    }

    @Override
    public SummarizeTally result(long commitNanos) {
      return new SummarizeTally(
          new Counts(read, written, written, tokens, output.reasons()),
          words,
          empty,
          noChoice,
          documentCount,
          keywordCount,
          examples,
          example);
    }

    private void write(ScoredSentence sentence) throws IOException {
      if (sentence.rejection() != null) {
        output.reject(sentence.id(), sentence.rejection());
        read++;
        return;
      }
      ScoredWords scored = sentence.words();
      int[] kept = scored.summary(length);
      List<Object> record = new ArrayList<>();
      record.add(sentence.id());
      if (firstDocumentTask >= 0) {
        record.add(sentence.document());
      }
      List<String> text = IntStream.of(kept).mapToObj(word -> scored.words()[word]).toList();
      record.add(text);
      record.add(IntStream.of(kept).mapToObj(word -> scored.starts()[word]).toList());
      record.add(
          IntStream.of(kept)
              .mapToObj(word -> (float) ScoredWords.value(scored.received()[word]))
              .toList());
      record.add(String.join(" ", text));
      output.file(SummarizeJob.SUMMARIES).endRow(RawRow.of(record.toArray()));
      count(sentence, kept);
    }

    private void count(ScoredSentence sentence, int[] kept) {
      read++;
      written++;
      tokens += sentence.numTokens();
      words += kept.length;
      empty += kept.length == 0 ? 1 : 0;
      noChoice += kept.length == sentence.words().candidates() ? 1 : 0;
      if (kept.length > 0) {
        String[] all = sentence.words().words();
        examples.add(
            new Example(
                sentence.id(),
                List.of(all),
                IntStream.range(0, all.length)
                    .mapToObj(word -> ArrayUtils.contains(kept, word))
                    .toList()));
      }
    }

    private void write(DocumentSummary document) throws IOException {
      write(document.document, "word", document.words.list());
      write(document.document, "phrase", document.phrases.list());
      List<DocumentSummary.Sentence> main = document.main.list();
      output
          .file(SummarizeJob.DOCUMENTS)
          .endRow(
              RawRow.of(
                  document.document,
                  document.sentences,
                  main.stream().map(DocumentSummary.Sentence::id).toList(),
                  main.stream().map(DocumentSummary.Sentence::text).toList(),
                  main.stream().map(sentence -> ScoredWords.value(sentence.score())).toList()));
      documentCount++;
      example =
          DocumentExample.first(
              example,
              new DocumentExample(
                  document.document, texts(document.words), texts(document.phrases)));
    }

    private void write(Object document, String kind, List<Keyword> keywords) throws IOException {
      ParquetTableFile file = output.file(SummarizeJob.KEYWORDS);
      int rank = 0;
      for (Keyword keyword : keywords) {
        file.endRow(
            RawRow.of(
                document,
                ++rank,
                keyword.text(),
                kind,
                ScoredWords.value(keyword.score()),
                keyword.occurrences()));
      }
      keywordCount += keywords.size();
    }

    private static List<String> texts(Best<Keyword> keywords) {
      return keywords.list().stream().map(Keyword::text).toList();
    }
  }
}
