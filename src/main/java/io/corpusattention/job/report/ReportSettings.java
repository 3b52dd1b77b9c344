package io.corpusattention.job.report;

import io.corpusattention.attention.Setting;
import io.corpusattention.encoder.HeadChoice;
import io.corpusattention.encoder.LayerChoice;
import io.corpusattention.table.run.WriteMode;
import java.util.List;

/**
 * All settings of a report run.
 *
 * @param input an attention table: run folders of attend, or Parquet files
 * @param layers the layers to read from a model's table
 * @param heads the heads that are drawn when the page opens; if none is named, the job chooses them
 * @param analysis the run folder of analyze; null for none
 * @param compare another run folder of analyze; null for none
 * @param training the run folder of train; null for none
 * @param summaries the run folder of summarize; null for none
 * @param ids ids of the sentences to show first; null for none
 * @param contains a word; sentences that contain it come next; null for none
 * @param sentences number of sentences to show, unless more are named by id
 * @param output the file to write
 * @param figures the folder for SVG files; null for none
 */
public record ReportSettings(
    List<String> input,
    LayerChoice layers,
    HeadChoice heads,
    String analysis,
    String compare,
    String training,
    String summaries,
    List<String> ids,
    String contains,
    int sentences,
    String output,
    String figures,
    WriteMode mode) {
  private static final int MOST = 50;

  public ReportSettings {
    if (compare != null && analysis == null) {
      throw Setting.COMPARE
          .of(compare)
          .bad("is compared with the analysis of the table; give that with ", Setting.ANALYSIS);
    }
    if (sentences < 0 || sentences > MOST) {
      throw Setting.SENTENCES
          .of(sentences)
          .bad("must be between 0 and " + MOST + ", to fit on one page");
    }
    if (ids != null && ids.size() > MOST) {
      throw Setting.IDS.given().bad("names " + ids.size() + " sentences; give at most " + MOST);
    }
    if (contains != null && (contains.isBlank() || contains.strip().matches(".*\\s.*"))) {
      throw Setting.CONTAINS
          .of(contains)
          .bad("is not one word; a sentence is found by one of its words");
    }
  }
}
