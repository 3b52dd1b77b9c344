package io.corpusattention.cli;

/** The command line of the jobs, for tests of other packages. */
public final class Grammar {
  private Grammar() {}

  /** Parses a job and its options without running it. */
  public static void parse(String... jobAndOptions) {
    Main.commandLine().parseArgs(jobAndOptions);
  }
}
