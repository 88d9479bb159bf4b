package io.lode.lab.cli;

import io.lode.ensemble.FitConfig;
import io.lode.ensemble.HeldOutEnds;
import io.lode.jobs.UsageException;
import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SharedOptions;
import io.lode.jobs.conf.settings.TrainSettings;
import io.lode.jobs.pipeline.JobContext;
import io.lode.lab.heldout.VerdictBench;
import io.lode.model.modal.ModalTrainer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Whether the verdict of train says which forecasts are worth following. */
@Command(
    name = "verdict",
    description =
        "Fit simulated sweeps, forecast what schedules gain that nobody ran, compare with the"
            + " truth, and print whether the verdict on each sweep's forecasts was right.")
final class VerdictBenchCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared;

  @Mixin private SimulatedSweepOptions simulated;

  @Override
  public Integer call() {
    return shared.run(this::measure);
  }

  private Result measure(JobContext context) {
    if (!simulated.asked()) {
      throw new UsageException("--worlds is missing: it names the simulated sweeps to judge");
    }
    FitConfig fits = TrainSettings.of(context.settings()).fits(context.seed());
    VerdictBench bench =
        new VerdictBench(
            new ModalTrainer(fits.modal())::fit, sweep -> HeldOutEnds.ofModal(sweep, fits));
    List<VerdictBench.Row> rows = new ArrayList<>();
    for (SimulatedSweepOptions.Simulated one : simulated.sweeps()) {
      rows.add(bench.measure(one.world(), one.sweep()));
      context.progress().accept("bench: " + one.sweep().group());
    }
    return Result.of(Map.of("rows", rows), VerdictBench.lines(rows));
  }
}
