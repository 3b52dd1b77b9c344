package io.corpusattention.ml;

import java.util.List;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/**
 * What to do with rows from which nothing can be computed.
 *
 * @param <T> the stage
 */
public interface InvalidRowParams<T extends InvalidRowParams<T>> extends Params {
  /** Param for the handling of invalid rows: "error", "skip" or "keep". */
  default Param<String> handleInvalid() {
    return new Param<>(
        this,
        "handleInvalid",
        "what becomes of a row from which nothing can be computed: error (stop and say which and"
            + " why), skip (leave it out) or keep (with null in the added columns)",
        ParamCheck.oneOf(List.of(InvalidRows.ERROR, InvalidRows.SKIP, InvalidRows.KEEP)));
  }

  default String getHandleInvalid() {
    return getOrDefault(handleInvalid());
  }

  default T setHandleInvalid(String value) {
    return Stage.set(this, handleInvalid(), value);
  }
}
