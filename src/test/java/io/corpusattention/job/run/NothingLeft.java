package io.corpusattention.job.run;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Clears what other tests leave in this process: the active Spark session and the log settings of
 * --verbose. So a test that forgets {@link SharedSpark#session()} always fails, not only if it runs
 * first.
 */
public final class NothingLeft implements BeforeAllCallback, BeforeEachCallback {
  @Override
  public void beforeAll(ExtensionContext context) {
    clear();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    clear();
  }

  private static void clear() {
    SparkSession.clearActiveSession();
    SparkSession.clearDefaultSession();
    LoggerContext log = (LoggerContext) LogManager.getContext(false);
    if (log.getConfiguration().getLoggers().size() > 1) { // more than the root logger
      log.reconfigure();
    }
  }
}
