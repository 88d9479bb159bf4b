package io.lode.lab.cli;

import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SharedOptions;
import io.lode.jobs.conf.settings.TrainSettings;
import io.lode.jobs.group.GroupTraining;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.store.tables.GroupSummary;
import io.lode.jobs.store.tables.TrajectorySnapshot;
import io.lode.lab.heldout.CalibrationBench;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Whether the bands of forecasts hold what they promise. */
@Command(
    name = "calibration",
    description =
        "Hold out runs of each group of the store, or of simulated sweeps; fit the rest as train"
            + " does; and print which part of the held-out observations the bands of 68% and 95%"
            + " hold, before and after held-out runs corrected them.")
final class CalibrationBenchCommand implements Callable<Integer> {

  @Mixin private SharedOptions shared;

  @Mixin private SimulatedSweepOptions simulated;

  @Override
  public Integer call() {
    return shared.run(this::measure);
  }

  private Result measure(JobContext context) {
    TrainSettings train = TrainSettings.of(context.settings());
    CalibrationBench bench =
        new CalibrationBench(
            train.trainer(context.seed()),
            rest ->
                GroupTraining.effects(rest, train.hyperparameters(), train.config(context.seed())));
    List<CalibrationBench.Row> rows = new ArrayList<>();
    Stream<Sweep> sweeps =
        simulated.asked()
            ? simulated.sweeps().stream().map(SimulatedSweepOptions.Simulated::sweep)
            : stored(context);
    sweeps.forEach(
        sweep -> {
          bench.measure(sweep).ifPresent(rows::add);
          context.progress().accept("bench: " + sweep.group());
        });
    return Result.of(Map.of("rows", rows), CalibrationBench.lines(rows));
  }

  private static Stream<Sweep> stored(JobContext context) {
    TrajectorySnapshot snapshot = context.store().trajectories();
    return snapshot.groups(context.groups()).stream()
        .map(GroupSummary::group)
        .map(group -> snapshot.sweeps(List.of(group)).first());
  }
}
