package io.lode.jobs.cli;

import io.lode.jobs.bench.OdeBench;
import io.lode.jobs.progress.ConsoleProgress;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the path term of the papers' latent ODE does. */
@Command(
    name = "path",
    description =
        "Fit a damped oscillator and Lotka-Volterra, extrapolate to twice the time, with and"
            + " without the path term.")
final class PathBenchCommand implements Callable<Integer> {

  @Mixin private BenchOptions options;

  @Option(names = "--alpha", split = ",", paramLabel = "WEIGHT", description = "path weights")
  private List<Double> weights = List.of(0.0, 0.1);

  @Option(names = "--members", paramLabel = "N", defaultValue = "2", description = "ensemble size")
  private int members;

  @Option(names = "--steps", paramLabel = "N", defaultValue = "1000", description = "fit's steps")
  private int steps;

  @Option(names = "--seed", paramLabel = "N", defaultValue = "1", description = "seed")
  private long seed;

  @Override
  public Integer call() {
    return options.run(this::measure);
  }

  private Result measure(ConsoleProgress progress) {
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
    return Result.of(Map.of("rows", rows), lines);
  }
}
