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

/** How long a step of the papers' latent ODE takes. */
@Command(
    mixinStandardHelpOptions = true,
    name = "ode",
    description =
        "Time an optimiser step of the latent ODE: batch 64, 60 observations, 3 features, one"
            + " thread.")
final class OdeBenchCommand implements Callable<Integer> {

  @Spec private CommandSpec command;

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

  @Option(names = "--json", description = "print one JSON document")
  private boolean json;

  @Override
  public Integer call() {
    Console console = BenchCommand.console(command);
    try {
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
      console.result(Result.of(Map.of("rows", rows), lines), json);
      return 0;
    } catch (IllegalArgumentException e) {
      UsageException error = new UsageException(e.getMessage(), e);
      console.error(error, json, false);
      return error.exitStatus();
    }
  }
}
