package io.lode.lab.cli;

import io.lode.jobs.cli.options.Console;
import io.lode.jobs.cli.options.Program;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The lab's command line. */
@Command(
    name = "lode-lab",
    mixinStandardHelpOptions = true,
    version = "lode-lab 0.1.0",
    description =
        "Measures LODE: benchmarks in simulated worlds, and head-to-heads on real training.",
    subcommands = {
      BenchCommand.class,
      PilotCommand.class,
      ProveCommand.class,
      ProveTableCommand.class,
      HouseCommand.class,
      BundlePriorCommand.class
    })
public final class LodeLab implements Program {

  private final Console console;

  private LodeLab(Console console) {
    this.console = console;
  }

  /** Runs a command and exits with its status. */
  public static void main(String[] arguments) {
    Program.main(LodeLab::new, arguments);
  }

  /**
   * Runs a command in this JVM.
   *
   * @return the exit status, as {@link Program#run} gives it
   */
  public static int run(Console console, String... arguments) {
    return Program.run(new LodeLab(console), arguments);
  }

  /** Every command with its options. */
  static CommandLine commandLine(Console console) {
    return Program.commandLine(new LodeLab(console));
  }

  @Override
  public Console console() {
    return console;
  }
}
