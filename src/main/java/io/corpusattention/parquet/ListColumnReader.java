package io.corpusattention.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;

/**
 * Reads a column of lists: row groups in, vectors of rows out. Values are copied as many at once as
 * the runs of levels allow, which for lists without nulls is a whole row.
 *
 * <p>Source of the levels' meaning: Apache Parquet, "Nested Encoding" and LogicalTypes, "Lists".
 */
final class ListColumnReader {
  private final ColumnDescriptor column;
  private final ListElements elements;
  private final int definedElement; // definition level of an element that is not null
  private final int definedList; // of a list that is not null

  private PageReader pages;
  private LevelRuns repetition;
  private LevelRuns definition;
  private int left; // levels of the page that are not read yet

  /**
   * @param column of lists in three levels, none repeated but the elements
   * @param nullableList whether a list may be null; whether elements may is in the column's levels
   */
  ListColumnReader(ColumnDescriptor column, boolean nullableList, ListElements elements) {
    this.column = column;
    this.elements = elements;
    this.definedElement = column.getMaxDefinitionLevel();
    this.definedList = nullableList ? 1 : 0;
  }

  void startRowGroup(PageReadStore rowGroup) throws IOException {
    pages = rowGroup.getPageReader(column);
    elements.startChunk(pages.readDictionaryPage());
    left = 0;
  }

  /** Reads the next rows of the row group, which has them, into a vector that is reset. */
  void read(int rows, WritableColumnVector lists) throws IOException {
    WritableColumnVector vector = (WritableColumnVector) lists.getChild(0);
    int row = -1;
    int start = 0; // of the row's list
    int count = 0; // of elements
    while (left > 0 || nextPage()) {
      int run = 1;
      if (repetition.level() == 0) {
        if (row + 1 == rows) {
          break;
        }
        row = endRow(lists, row, start, count);
        start = count;
      } else if (row < 0) {
        throw new ParquetDecodingException("a list begins in the middle");
      } else {
        run = Math.min(repetition.length(), left);
      }
      int defined = definition.level();
      if (defined >= definedList + 1) {
        run = Math.min(run, definition.length());
        if (defined == definedElement) {
          elements.copy(vector, count, run);
        } else {
          vector.reserve(Math.addExact(count, run));
          vector.putNulls(count, run);
        }
        count += run;
      } else if (defined < definedList) {
        lists.putNull(row);
      }
      repetition.skip(run);
      definition.skip(run);
      left -= run;
    }
    if (endRow(lists, row, start, count) != rows) {
      throw new ParquetDecodingException("a row group has fewer lists than rows");
    }
  }

  /** Ends a row's list, if there is one, and tells the number of the next row. */
  private static int endRow(WritableColumnVector lists, int row, int start, int count) {
    if (row >= 0) {
      lists.putArray(row, start, count - start);
    }
    return row + 1;
  }

  /** Whether there is another page with values. */
  private boolean nextPage() throws IOException {
    while (left == 0) {
      DataPage page = pages.readPage();
      if (page == null) {
        return false;
      }
      if (page instanceof DataPageV1 v1) {
        start(v1);
      } else {
        start((DataPageV2) page);
      }
      left = page.getValueCount();
    }
    return true;
  }

  /** Levels of either kind with their length before them, then values. */
  private void start(DataPageV1 page) throws IOException {
    byte[] bytes = page.getBytes().toByteArray();
    ByteBuffer lengths = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int repetitionAt = Integer.BYTES;
    int repetitionEnd = repetitionAt + lengths.getInt(0);
    int definitionAt = repetitionEnd + Integer.BYTES;
    repetition = levels(bytes, repetitionAt, repetitionEnd, column.getMaxRepetitionLevel());
    int definitionEnd = definitionAt + lengths.getInt(repetitionEnd);
    definition = levels(bytes, definitionAt, definitionEnd, definedElement);
    elements.startPage(bytes, definitionEnd, bytes.length, page.getValueEncoding());
  }

  private void start(DataPageV2 page) throws IOException {
    repetition = levels(page.getRepetitionLevels(), column.getMaxRepetitionLevel());
    definition = levels(page.getDefinitionLevels(), definedElement);
    byte[] bytes = page.getData().toByteArray();
    elements.startPage(bytes, 0, bytes.length, page.getDataEncoding());
  }

  private static LevelRuns levels(BytesInput input, int largest) throws IOException {
    byte[] bytes = input.toByteArray();
    return levels(bytes, 0, bytes.length, largest);
  }

  private static LevelRuns levels(byte[] bytes, int start, int end, int largest) {
    return new LevelRuns(bytes, start, end, Integer.SIZE - Integer.numberOfLeadingZeros(largest));
  }
}
