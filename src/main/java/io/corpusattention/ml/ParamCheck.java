package io.corpusattention.ml;

import io.corpusattention.attention.BadSettingException;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import scala.runtime.AbstractFunction1;

/**
 * Checks the value of a Param. A bad one is an IllegalArgumentException, as it is for all of
 * spark.ml, which says what would be right.
 */
final class ParamCheck<T> extends AbstractFunction1<T, Object> implements Serializable {
  private static final long serialVersionUID = 1;

  /** An option of the command line in a message, such as {@code --kv-heads}. */
  private static final Pattern OPTION = Pattern.compile("--([a-z]+(?:-[a-z]+)*)");

  /** Reads a value, and fails where it cannot. */
  interface Reading<T> extends Serializable {
    void read(T value);
  }

  private final Reading<T> reading;

  private ParamCheck(Reading<T> reading) {
    this.reading = reading;
  }

  /** A value is good where reading it does not fail. */
  static <T> ParamCheck<T> by(Reading<T> reading) {
    return new ParamCheck<>(reading);
  }

  /** A value is good where it is one of these. */
  static ParamCheck<String> oneOf(List<String> values) {
    return by(
        value -> {
          if (!values.contains(value)) {
            throw new BadSettingException(
                "'" + value + "' is none of " + String.join(", ", values));
          }
        });
  }

  @Override
  public Object apply(T value) {
    return checked(
        () -> {
          reading.read(value);
          return true;
        });
  }

  /** Runs something that may find a bad setting. */
  static <R> R checked(Supplier<R> work) {
    try {
      return work.get();
    } catch (BadSettingException e) {
      throw refused(e);
    }
  }

  /** The same in the words of spark.ml: Params are called as the options are, but in camel case. */
  static IllegalArgumentException refused(BadSettingException e) {
    String message =
        OPTION
            .matcher(e.getMessage())
            .replaceAll(
                option ->
                    Pattern.compile("-([a-z])")
                        .matcher(option.group(1))
                        .replaceAll(letter -> letter.group(1).toUpperCase(Locale.ROOT)));
    return new IllegalArgumentException(message, e);
  }
}
