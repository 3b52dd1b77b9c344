package io.corpusattention.cli;

import io.corpusattention.attention.Alignment;
import io.corpusattention.attention.AttentionOutput;
import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.ContextOutput;
import io.corpusattention.attention.Mask;
import io.corpusattention.job.EmbedderKind;
import io.corpusattention.job.OnBadRecord;
import io.corpusattention.job.PeerStyle;
import io.corpusattention.job.TextSplitting;
import io.corpusattention.job.TrainObjective;
import io.corpusattention.learning.OptimizerKind;
import io.corpusattention.table.Compression;
import io.corpusattention.table.WriteMode;
import io.corpusattention.text.UnknownWords;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the values of options whose types are ours. */
final class Converters {
  private Converters() {}

  static void register(CommandLine commandLine) {
    register(commandLine, ContextOutput.class);
    register(commandLine, WriteMode.class);
    register(commandLine, OnBadRecord.class);
    register(commandLine, Compression.class);
    register(commandLine, PeerStyle.class);
    register(commandLine, TextSplitting.class);
    register(commandLine, EmbedderKind.class);
    register(commandLine, UnknownWords.class);
    register(commandLine, TrainObjective.class);
    register(commandLine, OptimizerKind.class);
    commandLine.registerConverter(Alignment.class, Converters::alignment);
    commandLine.registerConverter(Mask.class, text -> checked(() -> mask(text)));
    commandLine.registerConverter(AttentionOutput.class, text -> checked(() -> attention(text)));
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

  /** A value that its own class refuses is a bad argument. */
  private static <T> T checked(Supplier<T> conversion) {
    try {
      return conversion.get();
    } catch (BadSettingException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }

  private static String label(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }

  private static Mask mask(String text) {
    if (text.equals("none")) {
      return new Mask.None();
    }
    if (text.equals("causal")) {
      return new Mask.Causal();
    }
    if (text.startsWith("window:")) {
      return new Mask.Window(number(text, "window:", "none, causal, window:R"));
    }
    throw new TypeConversionException("'" + text + "' is none of none, causal, window:R");
  }

  /** The seed and the draws of a sample are options of their own. */
  private static Alignment alignment(String text) {
    return switch (text) {
      case "soft" -> new Alignment.Soft();
      case "hard" -> new Alignment.Hard();
      case "sample" -> new Alignment.Sample(0, 1);
      default -> throw new TypeConversionException("'" + text + "' is none of soft, hard, sample");
    };
  }

  private static AttentionOutput attention(String text) {
    if (text.equals("full")) {
      return new AttentionOutput.Full();
    }
    if (text.equals("none")) {
      return new AttentionOutput.None();
    }
    if (text.startsWith("top-k:")) {
      return new AttentionOutput.TopK(number(text, "top-k:", "full, top-k:K, none"));
    }
    throw new TypeConversionException("'" + text + "' is none of full, top-k:K, none");
  }

  private static int number(String text, String prefix, String forms) {
    int number;
    try {
      number = Integer.parseInt(text.substring(prefix.length()));
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' is none of " + forms);
    }
    if (number < 0) {
      throw new TypeConversionException("'" + text + "': the number must not be negative");
    }
    return number;
  }
}
