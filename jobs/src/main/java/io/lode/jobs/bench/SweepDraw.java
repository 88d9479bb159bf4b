package io.lode.jobs.bench;

import io.lode.simulation.SweepSchedule;
import io.lode.simulation.World;
import io.lode.trajectory.Run;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Draws the first sweep of a simulated group: some of a world's ordinary schedules, or all, or all repeated. */
final class SweepDraw {

  private SweepDraw() {}

  /**
   * Trains a sweep of a size: a random choice of the world's schedules where it is smaller than
   * their number, every schedule in turn where it is larger.
   */
  static List<Run> draw(World world, int size, long seed) {
    List<SweepSchedule> all = world.sweepSchedules();
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(seed));
    List<SweepSchedule> chosen = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      SweepSchedule schedule = all.get(order.get(i % order.size()));
      chosen.add(schedule);
      names.add("sweep-" + i);
    }
    return world.train(chosen, names, world.totalSteps(), 1000 * seed + 1);
  }
}
