package io.lode.lab.cli;

import io.lode.jobs.UsageException;
import io.lode.lab.bench.FirstNightSweep;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.World;
import io.lode.lab.world.Worlds;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Options that name simulated sweeps. */
final class SimulatedSweepOptions {

  /** Decades of learning rate that the peaks of simulated sweeps are drawn from. */
  private static final double DECADES = 2;

  @Option(
      names = "--worlds",
      split = ",",
      paramLabel = "NAME",
      description = "simulated sweeps, instead of the store's groups where it has any")
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

  /**
   * A sweep and the world that it was made in.
   *
   * @param world it
   * @param sweep its runs
   */
  record Simulated(World world, Sweep sweep) {}

  /** Whether any was named. */
  boolean asked() {
    return !worlds.isEmpty();
  }

  /**
   * The sweeps that were named.
   *
   * @throws UsageException if a number is below 1
   */
  List<Simulated> sweeps() {
    if (variants < 1 || sizes.stream().anyMatch(size -> size < 1)) {
      throw new UsageException(
          "--variants and --sizes must be at least 1, found " + variants + " and " + sizes);
    }
    List<Simulated> sweeps = new ArrayList<>();
    for (String name : worlds) {
      for (long variant = firstVariant; variant < firstVariant + variants; variant++) {
        World world = Worlds.named(name, variant);
        for (String shape : shapes) {
          for (int size : sizes) {
            sweeps.add(new Simulated(world, sweep(world, shape, size, variant)));
          }
        }
      }
    }
    return sweeps;
  }

  private static Sweep sweep(World world, String shape, int size, long variant) {
    SweepDraw draw = new FirstNightSweep(shape, size, DECADES).draw(world, variant);
    return new Sweep(
        new GroupKey(world.name(), shape + "-" + size, GroupKey.UNKNOWN),
        world.objective(),
        world.train(draw.schedules(), draw.names(), world.totalSteps(), 1000 * variant));
  }
}
