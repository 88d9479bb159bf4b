package io.lode.lab.cli;

import io.lode.jobs.conf.trial.TrialDefinition;
import io.lode.jobs.conf.trial.TrialFile;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options of commands that make the runs of a trial file. */
final class TrialOptions {

  @Option(
      names = "--trial",
      required = true,
      paramLabel = "FILE",
      description = "what to run: a file such as those in conf/trials, with a section proof")
  private Path trial;

  @Option(
      names = "--folder",
      paramLabel = "DIR",
      description = "where everything is kept (default: folder of the trial file)")
  private Path folder;

  /** The trial file. */
  Path file() {
    return trial;
  }

  /**
   * What it says.
   *
   * @throws io.lode.jobs.UsageException if it is wrong
   */
  TrialDefinition definition() {
    return TrialFile.read(trial, folder);
  }
}
