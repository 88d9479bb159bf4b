package io.lode.lab.cli;

import io.lode.jobs.UsageException;
import io.lode.jobs.cli.options.Console;
import io.lode.jobs.cli.options.Program;
import io.lode.jobs.cli.options.ProgressOptions;
import io.lode.jobs.cli.options.Result;
import io.lode.jobs.progress.ConsoleProgress;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The options of benchmarks that need no store, and the run of one under them. */
@Command(mixinStandardHelpOptions = true)
final class BenchOptions {

  @Spec(Target.MIXEE)
  private CommandSpec command;

  @Mixin private ProgressOptions output;

  @Option(names = "--json", description = "print one JSON document")
  private boolean json;

  /** Whether the result is printed as one JSON document and nothing else on stdout. */
  boolean json() {
    return json;
  }

  private Console.Form form() {
    return json ? Console.Form.JSON : Console.Form.LINES;
  }

  /** Where results go. */
  Console console() {
    return ((Program) command.root().userObject()).console();
  }

  /** Runs a benchmark, prints its result and gives the exit status. */
  int run(Function<ConsoleProgress, Result> benchmark) {
    try (ConsoleProgress progress = output.on(console())) {
      Result result = benchmark.apply(progress);
      progress.clear();
      console().result(result, form());
      return 0;
    } catch (IllegalArgumentException | UsageException e) {
      UsageException error = new UsageException(e.getMessage(), e);
      console().error(error, form());
      if (output.verbose()) {
        console().trace(error);
      }
      return error.exitStatus();
    }
  }
}
