package io.corpusattention.ml;

import static java.util.Locale.ROOT;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Setting;
import java.io.Serializable;
import java.util.List;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import scala.Function1;

/**
 * Checks the values of Params. As everywhere in spark.ml, a bad value throws an
 * IllegalArgumentException. Its message says what is allowed.
 */
final class ParamCheck {
  private static final Pattern HYPHEN = Pattern.compile("-([a-z])");

  private ParamCheck() {}

  /** Reads a value. Throws an exception if the value is bad. */
  interface Reading<T> extends Serializable {
    void read(T value);
  }

  /** Returns a validator that accepts the values that can be read. */
  static <T> Function1<T, Object> by(Reading<T> reading) {
    return (Function1<T, Object> & Serializable)
        value ->
            checked(
                () -> {
                  reading.read(value);
                  return true;
                });
  }

  /** Returns a validator that accepts only these values. */
  static Function1<String, Object> oneOf(List<String> values) {
    return by(
        value -> {
          if (!values.contains(value)) {
            throw new BadSettingException(
                null, "'" + value + "' is none of " + String.join(", ", values));
          }
        });
  }

  /** Runs work that may find a bad setting, and reports it in terms of Params. */
  static <R> R checked(Supplier<R> work) {
    try {
      return work.get();
    } catch (BadSettingException e) {
      throw refused(e);
    }
  }

  /** Returns the same error with settings named as Params. */
  static IllegalArgumentException refused(BadSettingException e) {
    return new IllegalArgumentException(e.spelled(ParamCheck::param), e);
  }

  /**
   * Returns the name of the Param for a setting: spark.ml's own name if it has one, otherwise the
   * setting's name in camel case.
   */
  private static String param(Setting setting) {
    return switch (setting) {
      case EMBEDDINGS_COLUMN -> "inputCol";
      case TOKENS_COLUMN -> "tokensCol";
      case ID_COLUMN -> "idCol";
      case LABEL_COLUMN -> "labelCol";
      case ON_BAD_RECORD -> "handleInvalid";
      default -> HYPHEN.matcher(setting.id()).replaceAll(next -> next.group(1).toUpperCase(ROOT));
    };
  }
}
