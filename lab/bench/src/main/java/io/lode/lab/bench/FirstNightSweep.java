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
 * @param seedLuck standard deviation of the log loss that runs of one seed share; where it is over
 *     0 the last {@link #REPEATED} runs repeat others under a second seed
 */
public record FirstNightSweep(String shape, int size, double decades, double seedLuck) {

  /** Runs of a sweep that repeat others. */
  static final int REPEATED = 4;

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
    if (!(seedLuck >= 0) || (seedLuck > 0 && size < 2 * REPEATED)) {
      throw new IllegalArgumentException(
          "luck of seeds must be at least 0, and needs a sweep of "
              + 2 * REPEATED
              + " runs, found "
              + seedLuck
              + " and "
              + size);
    }
  }

  /** A sweep whose runs have luck of their own only. */
  public FirstNightSweep(String shape, int size, double decades) {
    this(shape, size, decades, 0);
  }

  /** The shape, and the luck of seeds where there is any. */
  String label() {
    return seedLuck == 0 ? shape : shape + ", luck of seeds " + seedLuck;
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
    int different = seedLuck > 0 ? size - REPEATED : size;
    for (int i = 0; i < different; i++) {
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
    for (int i = different; i < size; i++) {
      int repeated = random.nextInt(different);
      schedules.add(schedules.get(repeated));
      names.add(names.get(repeated) + "-again-" + i);
    }
    return new SweepDraw(schedules, names);
  }
}
