package io.lode.lab.cli;

import io.lode.jobs.UsageException;
import io.lode.jobs.cli.options.Result;
import io.lode.jobs.cli.options.SharedOptions;
import io.lode.jobs.conf.settings.TrainSettings;
import io.lode.jobs.pipeline.JobContext;
import io.lode.jobs.store.tables.GroupSummary;
import io.lode.jobs.store.tables.TrajectorySnapshot;
import io.lode.lab.bench.FirstNightSweep;
import io.lode.lab.heldout.CalibrationBench;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.World;
import io.lode.lab.world.Worlds;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whether the bands of forecasts hold what they promise. */
@Command(
    name = "calibration",
    description =
        "Hold out runs of each group of the store, or of simulated sweeps; fit the rest as train"
            + " does; and print which part of the held-out observations the bands of 68% and 95%"
            + " hold, before and after held-out runs corrected them.")
final class CalibrationBenchCommand implements Callable<Integer> {

  /** Decades of learning rate that the peaks of simulated sweeps are drawn from. */
  private static final double DECADES = 2;

  @Mixin private SharedOptions shared;

  @Option(
      names = "--worlds",
      split = ",",
      paramLabel = "NAME",
      description = "simulated sweeps instead of the store's groups")
  private List<String> worlds = List.of();

  @Option(
      names = "--first-variant",
      paramLabel = "N",
      defaultValue = "1",
      description = "the first instance of the worlds; the seed of a sweep is its instance")
  private long firstVariant;

  @Option(names = "--variants", paramLabel = "N", defaultValue = "4", description = "instances")
  private int variants;

  @Option(
      names = "--shapes",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "constant,cosine,mixed",
      description = "shapes of the simulated sweeps")
  private List<String> shapes;

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "N",
      defaultValue = "12,20",
      description = "runs of a simulated sweep")
  private List<Integer> sizes;

  @Override
  public Integer call() {
    return shared.run(this::measure);
  }

  private Result measure(JobContext context) {
    if (variants < 1 || sizes.stream().anyMatch(size -> size < 1)) {
      throw new UsageException(
          "--variants and --sizes must be at least 1, found " + variants + " and " + sizes);
    }
    CalibrationBench bench =
        new CalibrationBench(TrainSettings.of(context.settings()).trainer(context.seed()));
    List<CalibrationBench.Row> rows = new ArrayList<>();
    Stream<Sweep> sweeps = worlds.isEmpty() ? stored(context) : simulated();
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

  private Stream<Sweep> simulated() {
    List<Sweep> sweeps = new ArrayList<>();
    for (String name : worlds) {
      for (long variant = firstVariant; variant < firstVariant + variants; variant++) {
        World world = Worlds.named(name, variant);
        for (String shape : shapes) {
          for (int size : sizes) {
            SweepDraw draw = new FirstNightSweep(shape, size, DECADES).draw(world, variant);
            sweeps.add(
                new Sweep(
                    new GroupKey(world.name(), shape + "-" + size, GroupKey.UNKNOWN),
                    world.objective(),
                    world.train(
                        draw.schedules(), draw.names(), world.totalSteps(), 1000 * variant)));
          }
        }
      }
    }
    return sweeps.stream();
  }
}
