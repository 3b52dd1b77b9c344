package io.corpusattention.cli;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.ContextOutput;
import io.corpusattention.attention.Mask;
import io.corpusattention.benchmark.BenchmarkedJob;
import io.corpusattention.benchmark.PeerStyle;
import io.corpusattention.encoder.Pooling;
import io.corpusattention.job.analyze.AnalyzeSettings;
import io.corpusattention.job.analyze.ComparedHeads;
import io.corpusattention.job.embed.EmbedderKind;
import io.corpusattention.job.run.OnBadRecord;
import io.corpusattention.job.summarize.WordMeasure;
import io.corpusattention.job.text.TextSplitting;
import io.corpusattention.job.train.TrainObjective;
import io.corpusattention.learning.OptimizerKind;
import io.corpusattention.table.Compression;
import io.corpusattention.table.run.WriteMode;
import io.corpusattention.text.UnknownWords;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses the values of options whose types are the project's own. */
final class Converters {
  private Converters() {}

  static void register(CommandLine commandLine) {
    register(commandLine, ContextOutput.class);
    register(commandLine, Pooling.class);
    register(commandLine, WriteMode.class);
    register(commandLine, OnBadRecord.class);
    register(commandLine, Compression.class);
    register(commandLine, BenchmarkedJob.class);
    register(commandLine, PeerStyle.class);
    register(commandLine, TextSplitting.class);
    register(commandLine, ComparedHeads.class);
    register(commandLine, AnalyzeSettings.Examples.class);
    register(commandLine, EmbedderKind.class);
    register(commandLine, UnknownWords.class);
    register(commandLine, TrainObjective.class);
    register(commandLine, OptimizerKind.class);
    register(commandLine, WordMeasure.class);
    // --seed and --draws set the seed and the draws of a sample.
    commandLine.registerConverter(Alignment.class, text -> checked(() -> Alignment.of(text)));
    commandLine.registerConverter(Mask.class, text -> checked(() -> Mask.of(text)));
    commandLine.registerConverter(
        AttentionOutput.class, text -> checked(() -> AttentionOutput.of(text)));
  }

  private static <E extends Enum<E>> void register(CommandLine commandLine, Class<E> type) {
    ITypeConverter<E> converter =
        text ->
            Arrays.stream(type.getEnumConstants())
                .filter(value -> label(value).equals(text))
                .findFirst()
                .orElseThrow(
                    () ->
                        new TypeConversionException(
                            "'"
                                + text
                                + "' is none of "
                                + Arrays.stream(type.getEnumConstants())
                                    .map(Converters::label)
                                    .collect(Collectors.joining(", "))));
    commandLine.registerConverter(type, converter);
  }

  /** Reports a value that its own class refuses as a bad argument. */
  private static <T> T checked(Supplier<T> conversion) {
    try {
      return conversion.get();
    } catch (BadSettingException e) {
      throw new TypeConversionException(Failures.spelled(e));
    }
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
