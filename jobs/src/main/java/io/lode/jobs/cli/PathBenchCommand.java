package io.lode.jobs.cli;

import io.lode.jobs.UsageException;
import io.lode.jobs.bench.OdeBench;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the path term of the papers' latent ODE does. */
@Command(
    mixinStandardHelpOptions = true,
    name = "path",
    description =
        "Fit a damped oscillator and Lotka-Volterra, extrapolate to twice the time, with and"
            + " without the path term.")
final class PathBenchCommand implements Callable<Integer> {

  @Spec private CommandSpec command;

  @Option(names = "--alpha", split = ",", paramLabel = "WEIGHT", description = "path weights")
  private List<Double> weights = List.of(0.0, 0.1);

  @Option(names = "--members", paramLabel = "N", defaultValue = "2", description = "ensemble size")
  private int members;

  @Option(names = "--steps", paramLabel = "N", defaultValue = "1000", description = "fit's steps")
  private int steps;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "seed")
  private long seed;

  @Option(names = "--json", description = "print one JSON document")
  private boolean json;

  @Override
  public Integer call() {
    Console console = BenchCommand.console(command);
    try {
      List<OdeBench.PathRow> rows = OdeBench.paths(weights, members, steps, seed);
      List<String> lines =
          rows.stream()
              .map(
                  row ->
                      String.format(
                          Locale.ROOT,
                          "%s, alpha %s: error %.3f fitted, %.3f extrapolated",
                          row.system(),
                          row.pathWeight(),
                          row.errors().fitted(),
                          row.errors().extrapolated()))
              .toList();
      console.result(Result.of(Map.of("rows", rows), lines), json);
      return 0;
    } catch (IllegalArgumentException e) {
      UsageException error = new UsageException(e.getMessage(), e);
      console.error(error, json, false);
      return error.exitStatus();
    }
  }
}
