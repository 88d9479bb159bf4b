package io.lode.jobs.cli.options;

import io.lode.jobs.NearestName;
import io.lode.jobs.UsageException;
import io.lode.jobs.process.Interruption;
import io.lode.jobs.process.LauncherProperties;
import io.lode.jobs.spark.LodeSpark;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * A command line: the root of its commands. The product and the lab each have one; what they share
 * is how arguments are parsed and how errors reach the user.
 */
public interface Program {

  /** Where results and errors go. */
  Console console();

  /**
   * Runs a command and exits the process with its status.
   *
   * @param root makes the root command for a console
   */
  static void main(Function<Console, Program> root, String[] arguments) {
    PrintStream out =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    // Whatever a library prints must not spoil the one JSON document on stdout.
    System.setOut(System.err);
    Console console = new Console(out, System.err);
    Console.Form form = Console.Form.of(arguments);
    // Also where the command ends before it starts Spark.
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> LauncherProperties.take(System.getenv(LauncherProperties.FILE))));
    Interruption interruption = Interruption.prepared(() -> console.interrupted(form));
    PrintStream err = interruption.mutable(System.err);
    Program program = root.apply(new Console(interruption.mutable(out), err));
    int status = run(program, interruption::listen, arguments);
    interruption.over();
    out.flush();
    LodeSpark.stop();
    System.exit(status);
  }

  /**
   * Runs a command in this JVM.
   *
   * @param root an object annotated as a picocli command
   * @return the exit status: 0 done, 2 wrong usage or configuration, 3 nothing usable, 4 some
   *     groups failed, 1 anything else
   */
  static int run(Program root, String... arguments) {
    return run(root, () -> {}, arguments);
  }

  /**
   * As {@link #run(Program, String...)}.
   *
   * @param before is done before the command, where the arguments are those of one
   */
  private static int run(Program root, Runnable before, String... arguments) {
    CommandLine line = commandLine(root);
    CommandLine.IExecutionStrategy last = new CommandLine.RunLast();
    line.setExecutionStrategy(
        parsed -> {
          before.run();
          return last.execute(parsed);
        });
    Console console = root.console();
    Console.Form form = Console.Form.of(arguments);
    line.setParameterExceptionHandler(
        (ParameterException e, String[] given) -> {
          UsageException error =
              new UsageException(
                  e.getMessage()
                      + suggestion(e)
                      + "; see "
                      + e.getCommandLine().getCommandSpec().qualifiedName()
                      + " --help");
          console.error(error, form);
          return error.exitStatus();
        });
    line.setExecutionExceptionHandler(
        (Exception e, CommandLine command, CommandLine.ParseResult parsed) -> {
          console.error(e, form);
          return Console.exitStatus(e);
        });
    if (arguments.length == 0) {
      line.usage(console.err());
      return 2;
    }
    return line.execute(arguments);
  }

  /** What may have been meant by a command or an option that does not exist. */
  private static String suggestion(ParameterException error) {
    if (!(error instanceof UnmatchedArgumentException unmatched)
        || unmatched.getUnmatched().isEmpty()) {
      return "";
    }
    String found = unmatched.getUnmatched().get(0);
    CommandLine command = unmatched.getCommandLine();
    List<String> known = new ArrayList<>();
    if (found.startsWith("-")) {
      command.getCommandSpec().options().forEach(option -> known.addAll(List.of(option.names())));
    } else {
      known.addAll(command.getSubcommands().keySet());
    }
    return NearestName.of(found, known)
        .map(nearest -> "; did you mean '" + nearest + "'?")
        .orElse("");
  }

  /** The commands below a root with their options. */
  static CommandLine commandLine(Program root) {
    CommandLine line = new CommandLine(root);
    line.setOut(new PrintWriter(root.console().out(), true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(root.console().err(), true, StandardCharsets.UTF_8));
    line.setUsageHelpAutoWidth(true);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    return line;
  }
}
