package io.lode.jobs.cli.options;

import io.lode.jobs.conf.StepCount;
import java.util.OptionalDouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The option {@code --length} of commands that search. */
@Command
public final class LengthOption {

  @Option(
      names = "--length",
      paramLabel = "N",
      description =
          "the runs that were planned for so many steps count, and horizons are parts of it"
              + " (default: all runs, and the length that most of them have)")
  private String value;

  /**
   * The steps that were asked for; empty where none were.
   *
   * @throws io.lode.jobs.UsageException if the value is no number of steps
   */
  public OptionalDouble steps() {
    return value == null
        ? OptionalDouble.empty()
        : OptionalDouble.of((double) StepCount.of("--length", value));
  }
}
