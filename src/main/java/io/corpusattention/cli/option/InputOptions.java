package io.corpusattention.cli.option;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import io.corpusattention.cli.help.OptionGroup;
import io.corpusattention.corpus.CorpusSource;
import io.corpusattention.corpus.files.HadoopPaths;
import io.corpusattention.corpus.files.InputPaths;
import io.corpusattention.corpus.text.TextCorpus;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/** The options for the input. */
@OptionGroup.In(OptionGroup.FILES)
public final class InputOptions {
  @Option(
      names = "--input",
      paramLabel = "PATH",
      description =
          "Files, folders or globs, separated by commas. You can also repeat the option."
              + " Do not name a file twice.")
  private List<String> input;

  @Option(
      names = "--input-format",
      paramLabel = "FORMAT",
      description =
          "Format of the input: parquet, orc, json, csv, or another file format that this"
              + " Spark reads. embed, and attend and analyze with --model, also read text and"
              + " conllu (CoNLL-U treebanks). Default: parquet; for embed, or with --model, text"
              + " if no file name shows another format, or parquet if the names of all files"
              + " end in .parquet.")
  private String inputFormat;

  @Option(
      names = "--input-table",
      paramLabel = "NAME",
      description = "A table or view of the Spark catalog, instead of --input.")
  private String inputTable;

  /**
   * Returns the input, for jobs that do not read text: files or a table of sentences.
   *
   * @throws BadSettingException if the user names neither or both
   */
  public CorpusSource source() {
    if (TextCorpus.CONLLU.equalsIgnoreCase(inputFormat)) {
      throw Setting.INPUT_FORMAT
          .of(TextCorpus.CONLLU)
          .bad(
              "is text, which has no embeddings; make some with jobs/embed, or give ",
              Setting.MODEL,
              " to a job that takes one");
    }
    return source(CorpusSource.Paths.PARQUET);
  }

  /** Returns the input, with a format for files if the user does not give one. */
  public CorpusSource source(String defaultFormat) {
    if (input != null && inputTable != null) {
      throw Setting.INPUT_TABLE
          .of(inputTable)
          .bad("the input comes from ", Setting.INPUT, "; give one of them");
    }
    if (inputTable != null) {
      if (inputFormat != null) {
        throw Setting.INPUT_FORMAT.of(inputFormat).bad("a table knows its format; leave it out");
      }
      return new CorpusSource.Table(inputTable);
    }
    if (input == null) {
      throw Setting.INPUT.missing("name the files to read, or a table with ", Setting.INPUT_TABLE);
    }
    return new CorpusSource.Paths(
        InputPaths.separated(Setting.INPUT, input, HadoopPaths.conf()),
        inputFormat == null ? defaultFormat : inputFormat.toLowerCase(Locale.ROOT));
  }
}
