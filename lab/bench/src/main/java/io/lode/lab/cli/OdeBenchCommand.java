package io.lode.lab.cli;

import io.lode.jobs.cli.options.Result;
import io.lode.jobs.progress.ConsoleProgress;
import io.lode.lab.bench.OdeBench;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How long a step of the papers' latent ODE takes. */
@Command(
    name = "ode",
    description =
        "Time an optimiser step of the latent ODE: batch 64, 60 observations, 3 features, one"
            + " thread.")
final class OdeBenchCommand implements Callable<Integer> {

  @Mixin private BenchOptions options;

  @Option(names = "--members", split = ",", paramLabel = "N", description = "ensemble sizes")
  private List<Integer> members = List.of(1, 8);

  @Option(
      names = "--device",
      paramLabel = "NAME",
      defaultValue = "cpu",
      description = "cpu, gpu0, gpu1, ... (default: ${DEFAULT-VALUE})")
  private String device;

  @Option(names = "--repeats", paramLabel = "N", defaultValue = "30", description = "steps timed")
  private int repeats;

  @Override
  public Integer call() {
    return options.run(this::measure);
  }

  private Result measure(ConsoleProgress progress) {
    if (repeats < 1) {
      throw new IllegalArgumentException("repeats must be at least 1, found " + repeats);
    }
    List<OdeBench.Row> rows = OdeBench.run(members, device, repeats);
    List<String> lines =
        rows.stream()
            .map(
                row ->
                    String.format(
                        Locale.ROOT,
                        "%d members, %s: %.1f ms a step, %.2f a member; processor time %.1f,"
                            + " %.2f a member",
                        row.members(),
                        row.work(),
                        row.milliseconds(),
                        row.perMember(),
                        row.cpuMilliseconds(),
                        row.cpuPerMember()))
            .toList();
    return Result.of(Map.of("rows", rows), lines);
  }
}
