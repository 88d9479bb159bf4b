package io.lode.lab.bench;

import io.lode.forecast.Horizon;
import io.lode.lab.world.SweepDraw;
import io.lode.lab.world.World;
import io.lode.trajectory.Run;
import java.util.List;

/**
 * One loop of nights to measure.
 *
 * @param world where to train
 * @param forecaster name of what the search listens to, beside the process
 * @param search name of the search strategy
 * @param sweepSize runs of the first sweep
 * @param horizon where the objective counts
 * @param nights nights of proposals after the first search
 * @param proposals schedules tried each night
 * @param repeats fresh seeds of every published schedule, in worlds without a closed form
 * @param seed of the sweep, its noise and the search
 */
public record RegretCell(
    World world,
    String forecaster,
    String search,
    int sweepSize,
    Horizon horizon,
    int nights,
    int proposals,
    int repeats,
    long seed) {

  /** The step at which the objective counts. */
  double horizonStep() {
    return Math.rint(horizon.step(world.totalSteps()));
  }

  /** Trains the runs of the first sweep; the same at every call. */
  List<Run> firstRuns(SweepDraw draw) {
    return world.train(draw.schedules(), draw.names(), world.totalSteps(), 1000 * seed);
  }
}
