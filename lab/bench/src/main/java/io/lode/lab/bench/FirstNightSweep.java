package io.lode.lab.bench;

import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.SweepSchedule;
import io.lode.lab.world.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A first sweep as most users have one: random peaks over some decades, of one shape or of all.
 *
 * @param shape name of one of the world's shapes, such as {@code constant}, or {@link #MIXED}
 * @param size runs, at least 1
 * @param decades how far below the largest peak the smallest may lie, in powers of ten, over 0
 */
public record FirstNightSweep(String shape, int size, double decades) {

  /** Every shape of the world in turn. */
  public static final String MIXED = "mixed";

  /** The largest peak over the largest one of the world's ordinary sweep: some runs may diverge. */
  private static final double ABOVE_ORDINARY = 1.5;

  /**
   * Checks the size.
   *
   * @throws IllegalArgumentException if there are no runs or no decades
   */
  public FirstNightSweep {
    if (size < 1 || !(decades > 0)) {
      throw new IllegalArgumentException(
          "a sweep needs runs and decades, found " + size + " and " + decades);
    }
  }

  /**
   * Draws the runs.
   *
   * @param seed of the peaks
   * @throws IllegalArgumentException if the world has no such shape
   */
  public SweepDraw draw(World world, long seed) {
    Map<String, SweepSchedule> shapes = new LinkedHashMap<>();
    for (SweepSchedule schedule : world.sweepSchedules()) {
      shapes.merge(schedule.shape(), schedule, (a, b) -> a.peak() > b.peak() ? a : b);
    }
    if (!shape.equals(MIXED) && !shapes.containsKey(shape)) {
      throw new IllegalArgumentException(
          "shape must be "
              + MIXED
              + " or one of "
              + String.join(", ", shapes.keySet())
              + ", found '"
              + shape
              + "'");
    }
    List<SweepSchedule> among =
        shape.equals(MIXED) ? List.copyOf(shapes.values()) : List.of(shapes.get(shape));
    SplittableRandom random = new SplittableRandom(seed);
    List<SweepSchedule> schedules = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      SweepSchedule full = among.get(i % among.size());
      double ratio = ABOVE_ORDINARY * Math.pow(10, -decades * random.nextDouble());
      double minimum = world.bounds().minimum();
      schedules.add(
          new SweepSchedule(
              full.shape(),
              ratio * full.peak(),
              step -> Math.max(minimum, ratio * full.learningRate(step))));
      names.add(full.shape() + "-" + i);
    }
    return new SweepDraw(schedules, names);
  }
}
