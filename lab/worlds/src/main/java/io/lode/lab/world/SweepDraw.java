package io.lode.lab.world;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The runs that a sweep of a given size makes in a world.
 *
 * @param schedules one per run
 * @param names of the runs, unique, in the same order
 */
public record SweepDraw(List<SweepSchedule> schedules, List<String> names) {

  /**
   * Draws a sweep: every schedule of the world as often as the size allows, and for the rest a
   * random choice that keeps shapes and peaks in balance.
   *
   * <p>With 20 schedules, 60 runs are all of them under three seeds, 20 runs are each of them once,
   * and 10 runs are half of them, each shape twice and each peak two or three times.
   *
   * @param size number of runs, at least 1
   * @param seed of the choice
   * @throws IllegalArgumentException if the size is not positive
   */
  public static SweepDraw of(World world, int size, long seed) {
    if (size < 1) {
      throw new IllegalArgumentException("a sweep needs at least 1 run, found " + size);
    }
    List<SweepSchedule> all = world.sweepSchedules();
    List<SweepSchedule> schedules = new ArrayList<>();
    List<String> names = new ArrayList<>();
    int repeat = 1;
    while (schedules.size() < size) {
      int left = size - schedules.size();
      for (SweepSchedule schedule : left < all.size() ? balanced(all, left, seed) : all) {
        schedules.add(schedule);
        names.add(schedule.name() + "-seed-" + repeat);
      }
      repeat++;
    }
    return new SweepDraw(List.copyOf(schedules), List.copyOf(names));
  }

  /** A random choice in the order of all, whose shapes and peaks are as even as can be. */
  private static List<SweepSchedule> balanced(List<SweepSchedule> all, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    List<SweepSchedule> left = new ArrayList<>(all);
    List<SweepSchedule> chosen = new ArrayList<>();
    while (chosen.size() < count) {
      SweepSchedule best = null;
      double bestCost = Double.POSITIVE_INFINITY;
      for (SweepSchedule candidate : left) {
        double cost = random.nextDouble();
        for (SweepSchedule other : chosen) {
          cost += other.shape().equals(candidate.shape()) ? 1 : 0;
          cost += other.peak() == candidate.peak() ? 1 : 0;
        }
        if (cost < bestCost) {
          best = candidate;
          bestCost = cost;
        }
      }
      chosen.add(best);
      left.remove(best);
    }
    return all.stream().filter(chosen::contains).toList();
  }
}
