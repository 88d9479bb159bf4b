package io.lode.jobs.cli;

import io.lode.jobs.cli.options.Console;
import io.lode.jobs.cli.options.Program;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line. */
@Command(
    name = "lode",
    mixinStandardHelpOptions = true,
    version = "lode 0.1.0",
    description = "Learning-rate schedules learned from the training runs you already have.",
    subcommands = {
      InspectCommand.class,
      IngestCommand.class,
      CompactCommand.class,
      TrainCommand.class,
      PriorCommand.class,
      GenerateCommand.class,
      ProposeCommand.class,
      NightlyCommand.class,
      BacktestCommand.class,
      WhatifCommand.class,
      ReplanCommand.class,
      ExtendCommand.class,
      SweepCommand.class,
      DemoCommand.class,
      ReportCommand.class,
      ShowCommand.class,
      RollbackCommand.class,
      RemoveCommand.class,
      RelocateCommand.class,
      CheckCommand.class
    })
public final class Lode implements Program {

  private final Console console;

  private Lode(Console console) {
    this.console = console;
  }

  /** Runs a command and exits with its status. */
  public static void main(String[] arguments) {
    Program.main(Lode::new, arguments);
  }

  /**
   * Runs a command in this JVM.
   *
   * @return the exit status: 0 done, 2 wrong usage or configuration, 3 nothing usable, 4 some
   *     groups failed, 1 anything else
   */
  public static int run(Console console, String... arguments) {
    return Program.run(new Lode(console), arguments);
  }

  /** Every command with its options. */
  static CommandLine commandLine(Console console) {
    return Program.commandLine(new Lode(console));
  }

  @Override
  public Console console() {
    return console;
  }
}
