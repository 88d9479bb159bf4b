package io.lode.jobs.cli;

import io.lode.jobs.UsageException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

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
    int status = run(root.apply(new Console(out, System.err)), arguments);
    out.flush();
    if (SparkSession.getDefaultSession().isDefined()) {
      SparkSession.getDefaultSession().get().stop();
    }
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
    CommandLine line = commandLine(root);
    Console console = root.console();
    Console.Form form =
        Arrays.asList(arguments).contains("--json") ? Console.Form.JSON : Console.Form.LINES;
    line.setParameterExceptionHandler(
        (ParameterException e, String[] given) -> {
          UsageException error =
              new UsageException(
                  e.getMessage()
                      + "; see "
                      + e.getCommandLine().getCommandSpec().qualifiedName()
                      + " --help");
          console.error(error, form);
          return error.exitStatus();
        });
    if (arguments.length == 0) {
      line.usage(console.err());
      return 2;
    }
    return line.execute(arguments);
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
