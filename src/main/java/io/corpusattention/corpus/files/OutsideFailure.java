package io.corpusattention.corpus.files;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.commons.lang3.exception.ExceptionUtils;

/**
 * A failure of the environment, such as a full disk or a lost network or cluster. Neither the
 * user's settings nor the program are at fault, and the same run may succeed later.
 */
public final class OutsideFailure extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * @param message one line: what failed, where, and the remedy
   */
  public OutsideFailure(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * Returns the environment failure that caused an exception, or else an exception for a problem
   * that the user can fix.
   */
  public static RuntimeException or(Throwable failure, Supplier<BadSettingException> otherwise) {
    Optional<OutsideFailure> outside = in(failure);
    return outside.isPresent() ? outside.get() : otherwise.get();
  }

  /**
   * Returns the environment failure, or else an exception that names the setting.
   *
   * @param problem the problem, such as "cannot be read"; the reason follows it
   */
  public static RuntimeException or(Exception failure, Given given, String problem) {
    return or(failure, () -> given.bad(problem + ": " + RootCause.of(failure)).causedBy(failure));
  }

  /** Returns the environment failure that caused an exception, if there is one. */
  public static Optional<OutsideFailure> in(Throwable failure) {
    OutsideFailure known = ExceptionUtils.throwableOfType(failure, OutsideFailure.class);
    return known != null
        ? Optional.of(known)
        : Surroundings.explain(failure).map(line -> new OutsideFailure(line, failure));
  }
}
