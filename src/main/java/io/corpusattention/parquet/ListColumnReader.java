package io.corpusattention.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.spark.sql.execution.vectorized.WritableColumnVector;

/**
 * Reads a column of lists. In: row groups. Out: vectors of rows. Copies as many values at once as
 * the runs of levels allow, which is a whole row for lists without nulls.
 *
 * <p>Source for the meaning of the levels: Apache Parquet, "Nested Encoding" and LogicalTypes,
 * "Lists".
 */
final class ListColumnReader implements Closeable {
  private final ColumnPath path;
  private final ListElements elements;
  private final int definedElement; // definition level of an element that is not null
  private final int definedList; // definition level of a list that is not null

  private final ChunkPages pages;
  private final LevelRuns repetition;
  private final LevelRuns definition;
  private int left; // levels of the page that are still unread
  private boolean pageIsOpen; // whether there is a page

  /**
   * @param column a column of three-level lists, in which only the elements repeat
   * @param nullableList whether a list may be null; the column's levels say whether elements may be
   */
  ListColumnReader(
      ColumnDescriptor column, boolean nullableList, ListElements elements, ChunkPages pages) {
    this.path = ColumnPath.get(column.getPath());
    this.elements = elements;
    this.pages = pages;
    this.repetition = new LevelRuns(column.getMaxRepetitionLevel());
    this.definition = new LevelRuns(column.getMaxDefinitionLevel());
    this.definedElement = column.getMaxDefinitionLevel();
    this.definedList = nullableList ? 1 : 0;
  }

  /** Returns the column's path in a file. */
  ColumnPath path() {
    return path;
  }

  void startChunk(ColumnChunkMetaData chunk) throws IOException {
    pages.startChunk(chunk);
    elements.startChunk();
    pageIsOpen = false;
    left = 0;
  }

  /** Requires that the row group has no more lists. */
  void endChunk() throws IOException {
    if (left > 0 || nextPage()) {
      throw new ParquetDecodingException("a row group has more lists than rows");
    }
  }

  /** Reads the next rows of the row group, which must have them, into a vector that was reset. */
  void read(int rows, WritableColumnVector lists) throws IOException {
    WritableColumnVector vector = lists.getChild(0);
    int row = -1;
    int start = 0; // start of the row's list
    int count = 0; // number of elements
    while (left > 0 || nextPage()) {
      int run = 1;
      boolean begins = repetition.level() == 0;
      if (begins) {
        if (row + 1 == rows) {
          break;
        }
        row = endRow(lists, row, start, count);
        start = count;
      } else if (count == start) {
        throw new ParquetDecodingException("a list continues that has not begun");
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
      } else if (!begins) {
        throw new ParquetDecodingException("a list is empty or null after its first element");
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

  /** Ends a row's list, if there is one, and returns the number of the next row. */
  private static int endRow(WritableColumnVector lists, int row, int start, int count) {
    if (row >= 0) {
      lists.putArray(row, start, count - start);
    }
    return row + 1;
  }

  /** Moves to the next page with values. Returns whether there is one. */
  private boolean nextPage() throws IOException {
    while (left == 0) {
      endPage();
      PageHeader page = pages.next();
      if (page == null) {
        return false;
      }
      switch (page.getType()) {
        case DICTIONARY_PAGE ->
            elements.startDictionary(pages.bytes(), pages.size(), page.getDictionary_page_header());
        case DATA_PAGE -> start(page.getData_page_header());
        default -> start(page.getData_page_header_v2());
      }
    }
    return true;
  }

  private void endPage() {
    if (pageIsOpen) {
      repetition.end();
      definition.end();
      elements.endPage();
      pageIsOpen = false;
    }
  }

  /** Starts a page in which each kind of levels follows its own length, and values come last. */
  private void start(DataPageHeader page) throws IOException {
    if (page.getRepetition_level_encoding() != Encoding.RLE
        || page.getDefinition_level_encoding() != Encoding.RLE) {
      throw new ParquetDecodingException("levels are not run-length encoded");
    }
    int repetitionAt = Integer.BYTES;
    int repetitionEnd = end(repetitionAt);
    int definitionAt = repetitionEnd + Integer.BYTES;
    int definitionEnd = end(definitionAt);
    repetition.start(pages.bytes(), repetitionAt, repetitionEnd);
    definition.start(pages.bytes(), definitionAt, definitionEnd);
    elements.startPage(pages.bytes(), definitionEnd, pages.size(), page.getEncoding());
    left = page.getNum_values();
    pageIsOpen = true;
  }

  /** Returns where levels end, using the length that precedes them. */
  private int end(int start) {
    if (start > pages.size()) {
      throw new ParquetDecodingException("a page ends within its levels");
    }
    int length =
        ByteBuffer.wrap(pages.bytes()).order(ByteOrder.LITTLE_ENDIAN).getInt(start - Integer.BYTES);
    if (length < 0 || length > pages.size() - start) {
      throw new ParquetDecodingException("a page ends within its levels");
    }
    return start + length;
  }

  /** Starts a page whose header contains the lengths of the levels, which precede the values. */
  private void start(DataPageHeaderV2 page) throws IOException {
    int repetitionEnd = page.getRepetition_levels_byte_length();
    int definitionEnd = repetitionEnd + page.getDefinition_levels_byte_length();
    repetition.start(pages.bytes(), 0, repetitionEnd);
    definition.start(pages.bytes(), repetitionEnd, definitionEnd);
    elements.startPage(pages.bytes(), definitionEnd, pages.size(), page.getEncoding());
    left = page.getNum_values();
    pageIsOpen = true;
  }

  @Override
  public void close() throws IOException {
    pages.close();
  }
}
