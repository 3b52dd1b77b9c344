package io.corpusattention.corpus.files;

import io.corpusattention.attention.BadSettingException;
import io.corpusattention.attention.Given;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.commons.lang3.exception.ExceptionUtils;

/**
 * A failure of the surroundings, such as a full disk, a network or a cluster that is gone: neither
 * the user's settings nor the program are at fault, and the same run may go well another time.
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
   * The failure of the surroundings at the bottom of an exception, or else what a user can mend.
   */
  public static RuntimeException or(Throwable failure, Supplier<BadSettingException> otherwise) {
    Optional<OutsideFailure> outside = in(failure);
    return outside.isPresent() ? outside.get() : otherwise.get();
  }

  /**
   * The same for what a setting names.
   *
   * @param problem such as "cannot be read"; why follows it
   */
  public static RuntimeException or(Exception failure, Given given, String problem) {
    return or(failure, () -> given.bad(problem + ": " + RootCause.of(failure)).causedBy(failure));
  }

  /** The failure of the surroundings that is at the bottom of an exception, if one is. */
  public static Optional<OutsideFailure> in(Throwable failure) {
    OutsideFailure known = ExceptionUtils.throwableOfType(failure, OutsideFailure.class);
    return known != null
        ? Optional.of(known)
        : Surroundings.explain(failure).map(line -> new OutsideFailure(line, failure));
  }
}
