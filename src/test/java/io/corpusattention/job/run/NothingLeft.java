package io.corpusattention.job.run;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Takes from each test what another one left in this process: the active Spark session, and what
 * --verbose did to the log. A test that forgets {@link SharedSpark#session()} so fails always, and
 * not only where it runs first.
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
