package io.lode.jobs.cli.options;

import io.lode.jobs.progress.ConsoleProgress;
import io.lode.jobs.progress.ConsoleProgress.Detail;
import picocli.CommandLine.Option;

/** How much a command tells of itself on stderr. */
public final class ProgressOptions {

  /** Set by the launcher, which alone can ask. */
  private static final String TERMINAL = "lode.terminal";

  @Option(
      names = {"--quiet"},
      description = "no progress on stderr, only errors")
  private boolean quiet;

  @Option(
      names = {"--verbose"},
      description = "progress every five seconds, and the stack trace of an error")
  private boolean verbose;

  public boolean verbose() {
    return verbose;
  }

  /** Where progress goes; clear it before a result is printed. */
  public ConsoleProgress on(Console console) {
    return new ConsoleProgress(console.err(), detail());
  }

  private Detail detail() {
    if (quiet) {
      return Detail.QUIET;
    }
    if (verbose) {
      return Detail.VERBOSE;
    }
    return Boolean.getBoolean(TERMINAL) ? Detail.TERMINAL : Detail.LINES;
  }
}
