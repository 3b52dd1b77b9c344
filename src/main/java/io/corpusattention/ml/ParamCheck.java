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
 * Checks the value of a Param. A bad one is an IllegalArgumentException, as it is for all of
 * spark.ml, which says what would be right.
 */
final class ParamCheck {
  private static final Pattern HYPHEN = Pattern.compile("-([a-z])");

  private ParamCheck() {}

  /** Reads a value, and fails where it cannot. */
  interface Reading<T> extends Serializable {
    void read(T value);
  }

  /** A value is good where reading it does not fail. */
  static <T> Function1<T, Object> by(Reading<T> reading) {
    return (Function1<T, Object> & Serializable)
        value ->
            checked(
                () -> {
                  reading.read(value);
                  return true;
                });
  }

  /** A value is good where it is one of these. */
  static Function1<String, Object> oneOf(List<String> values) {
    return by(
        value -> {
          if (!values.contains(value)) {
            throw new BadSettingException(
                null, "'" + value + "' is none of " + String.join(", ", values));
          }
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

  /** The same in the words of spark.ml. */
  static IllegalArgumentException refused(BadSettingException e) {
    return new IllegalArgumentException(e.spelled(ParamCheck::param), e);
  }

  /** The Param for a setting: called as the setting is, but in camel case, or as spark.ml does. */
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
