package io.lode.jobs.cli;

import io.lode.jobs.UsageException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command line. */
@Command(
    name = "lode",
    mixinStandardHelpOptions = true,
    version = "lode 0.1.0",
    description = "Learning-rate schedules learned from the training runs you already have.",
    subcommands = {
      IngestCommand.class,
      CompactCommand.class,
      TrainCommand.class,
      GenerateCommand.class,
      ProposeCommand.class,
      NightlyCommand.class,
      BacktestCommand.class,
      WhatifCommand.class,
      ReplanCommand.class,
      SweepCommand.class,
      ProveCommand.class,
      DemoCommand.class,
      ReportCommand.class,
      ShowCommand.class,
      RollbackCommand.class,
      BenchCommand.class
    })
public final class Lode {

  private final Console console;

  private Lode(Console console) {
    this.console = console;
  }

  /** Runs a command and exits with its status. */
  public static void main(String[] arguments) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    // Whatever a library prints must not spoil the one JSON document on stdout.
    System.setOut(System.err);
    int status = run(new Console(out, System.err), arguments);
    out.flush();
    if (SparkSession.getDefaultSession().isDefined()) {
      SparkSession.getDefaultSession().get().stop();
    }
    System.exit(status);
  }

  /**
   * Runs a command in this JVM.
   *
   * @return the exit status: 0 done, 2 wrong usage or configuration, 3 nothing usable, 4 some
   *     groups failed, 1 anything else
   */
  public static int run(Console console, String... arguments) {
    CommandLine line = commandLine(console);
    boolean json = Arrays.asList(arguments).contains("--json");
    line.setParameterExceptionHandler(
        (ParameterException e, String[] given) -> {
          UsageException error =
              new UsageException(
                  e.getMessage()
                      + "; see "
                      + e.getCommandLine().getCommandSpec().qualifiedName()
                      + " --help");
          console.error(error, json, false);
          return error.exitStatus();
        });
    if (arguments.length == 0) {
      line.usage(console.err());
      return 2;
    }
    return line.execute(arguments);
  }

  /** Every command with its options. */
  static CommandLine commandLine(Console console) {
    CommandLine line = new CommandLine(new Lode(console));
    line.setOut(new PrintWriter(console.out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(console.err(), true, StandardCharsets.UTF_8));
    line.setUsageHelpAutoWidth(true);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line;
  }

  Console console() {
    return console;
  }
}
