package io.corpusattention.job.summarize;

import io.corpusattention.analysis.summary.Best;
import io.corpusattention.analysis.summary.Keyword;
import io.corpusattention.analysis.summary.ScoredWords;
import io.corpusattention.analysis.summary.SummaryLength;
import io.corpusattention.attention.RejectReason;
import io.corpusattention.corpus.Rejection;
import io.corpusattention.job.run.BadRecordException;
import io.corpusattention.job.run.Counts;
import io.corpusattention.job.run.OnBadRecord;
import io.corpusattention.job.run.TaskOutcome;
import io.corpusattention.job.summarize.SummarizeTally.DocumentExample;
import io.corpusattention.job.summarize.SummarizeTally.Example;
import io.corpusattention.table.ParquetTableFile;
import io.corpusattention.table.RejectedTableSchema;
import io.corpusattention.table.TableWrite;
import io.corpusattention.table.TaskTables;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.spark.TaskContext;
import org.apache.spark.internal.io.FileCommitProtocol.TaskCommitMessage;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import scala.collection.Iterator;
import scala.runtime.AbstractFunction2;

/**
 * The work of summarize on one partition: scored sentences or documents in; their tables' files,
 * and counts, out.
 */
final class SummarizeTask
    extends AbstractFunction2<TaskContext, Iterator<SummarizeItem>, TaskOutcome<SummarizeTally>>
    implements Serializable {
  private static final long serialVersionUID = 1;

  private final SummaryLength length;
  private final int firstDocumentTask;
  private final TableWrite.Target target;
  private final boolean failOnBadRecord;

  /**
   * @param firstDocumentTask the first partition of documents; -1 where there are none
   */
  SummarizeTask(
      SummaryLength length,
      int firstDocumentTask,
      TableWrite.Target target,
      OnBadRecord onBadRecord) {
    this.length = length;
    this.firstDocumentTask = firstDocumentTask;
    this.target = target;
    this.failOnBadRecord = onBadRecord == OnBadRecord.FAIL;
  }

  @Override
  public TaskOutcome<SummarizeTally> apply(TaskContext task, Iterator<SummarizeItem> items) {
    try {
      return new Run(task).run(items);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private final class Run {
    private final TaskTables tables;
    private final Map<RejectReason, Long> reasons = new EnumMap<>(RejectReason.class);
    private final Best<Example> examples = new Best<>(SummarizeTally.EXAMPLES);
    private DocumentExample example;
    private long read;
    private long written;
    private long tokens;
    private long words;
    private long empty;
    private long documentCount;
    private long keywordCount;

    Run(TaskContext task) throws IOException {
      tables = new TaskTables(target, task);
      if (task.partitionId() == firstDocumentTask) { // empty tables have their columns, too
        tables.file(SummarizeJob.KEYWORDS);
        tables.file(SummarizeJob.DOCUMENTS);
      }
    }

    TaskOutcome<SummarizeTally> run(Iterator<SummarizeItem> items) throws IOException {
      boolean committed = false;
      try {
        while (items.hasNext()) {
          SummarizeItem item = items.next();
          if (item instanceof ScoredSentence sentence) {
            write(sentence);
          } else if (item instanceof DocumentSummary document) {
            write(document);
          }
        }
        TaskCommitMessage message = tables.commit();
        committed = true;
        return TaskOutcome.done(
            message,
            new SummarizeTally(
                new Counts(read, written, written, tokens, reasons),
                words,
                empty,
                documentCount,
                keywordCount,
                examples,
                example));
      } catch (BadRecordException bad) {
        return bad.outcome();
      } finally {
        if (!committed) {
          tables.abort();
        }
      }
    }

    private void write(ScoredSentence sentence) throws IOException {
      if (sentence.rejection() != null) {
        reject(value(sentence.id()), sentence.rejection());
        return;
      }
      ScoredWords scored = sentence.words();
      int[] kept = scored.summary(length);
      List<Object> record = new ArrayList<>();
      record.add(value(sentence.id()));
      if (firstDocumentTask >= 0) {
        record.add(value(sentence.document()));
      }
      List<String> text = IntStream.of(kept).mapToObj(word -> scored.words()[word]).toList();
      record.add(list(text, UTF8String::fromString));
      record.add(new GenericArrayData(IntStream.of(kept).map(i -> scored.starts()[i]).toArray()));
      record.add(
          list(
              IntStream.of(kept).boxed().toList(),
              word -> (float) ScoredWords.value(scored.received()[word])));
      record.add(UTF8String.fromString(String.join(" ", text)));
      tables.file(SummarizeJob.SUMMARIES).endRow(new GenericInternalRow(record.toArray()));
      count(sentence, kept);
    }

    private void count(ScoredSentence sentence, int[] kept) {
      read++;
      written++;
      tokens += sentence.numTokens();
      words += kept.length;
      empty += kept.length == 0 ? 1 : 0;
      if (kept.length > 0) {
        boolean[] marks = new boolean[sentence.words().words().length];
        IntStream.of(kept).forEach(word -> marks[word] = true);
        examples.add(
            new Example(
                sentence.id(),
                List.of(sentence.words().words()),
                IntStream.range(0, marks.length).mapToObj(word -> marks[word]).toList()));
      }
    }

    private void reject(Object id, Rejection rejection) throws IOException {
      if (failOnBadRecord) {
        throw new BadRecordException(id, rejection);
      }
      read++;
      tables.file(SummarizeJob.REJECTED).endRow(RejectedTableSchema.row(id, rejection));
      reasons.merge(rejection.reason(), 1L, Long::sum);
    }

    private void write(DocumentSummary document) throws IOException {
      Object name = value(document.document);
      write(name, "word", document.words.list());
      write(name, "phrase", document.phrases.list());
      List<DocumentSummary.Sentence> main = document.main.list();
      tables
          .file(SummarizeJob.DOCUMENTS)
          .endRow(
              new GenericInternalRow(
                  new Object[] {
                    name,
                    document.sentences,
                    list(main, sentence -> value(sentence.id())),
                    list(main, sentence -> UTF8String.fromString(sentence.text())),
                    list(main, sentence -> ScoredWords.value(sentence.score()))
                  }));
      documentCount++;
      example =
          DocumentExample.first(
              example,
              new DocumentExample(
                  document.document, texts(document.words), texts(document.phrases)));
    }

    private void write(Object document, String kind, List<Keyword> keywords) throws IOException {
      ParquetTableFile file = tables.file(SummarizeJob.KEYWORDS);
      int rank = 0;
      for (Keyword keyword : keywords) {
        file.endRow(
            new GenericInternalRow(
                new Object[] {
                  document,
                  ++rank,
                  UTF8String.fromString(keyword.text()),
                  UTF8String.fromString(kind),
                  ScoredWords.value(keyword.score()),
                  keyword.occurrences()
                }));
      }
      keywordCount += keywords.size();
    }

    private static List<String> texts(Best<Keyword> keywords) {
      return keywords.list().stream().map(Keyword::text).toList();
    }
  }

  /** A value as Spark's rows have it. */
  private static Object value(Object value) {
    return value instanceof String string ? UTF8String.fromString(string) : value;
  }

  private static <T> ArrayData list(List<T> things, Function<T, Object> value) {
    return new GenericArrayData(things.stream().map(value).toArray());
  }
}
