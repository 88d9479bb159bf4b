package io.lode.simulation;

import io.lode.schedule.Schedule;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Finds the best rates of a closed-form world for one horizon, by projected gradient descent on the
 * logarithm of the true loss from many starts.
 *
 * <p>The unknowns are the logarithms of the rate of each interval, within the world's bounds and
 * its trainer's rule. Starts are the sweep's schedules, the same compressed to the horizon, and
 * random perturbations of the best found. Rates that diverge are not allowed.
 */
final class OptimumSearch {

  private static final int ROUGH_ITERATIONS = 300;
  private static final int FINE_ITERATIONS = 4000;
  private static final int FINALISTS = 4;
  private static final int PERTURBATIONS = 6;

  private final ClosedFormWorld world;

  OptimumSearch(ClosedFormWorld world) {
    this.world = world;
  }

  /** The best schedule found up to a step; the same at every call. */
  KnownOptimum search(double step) {
    Intervals intervals = Intervals.upTo(step, world.stepsPerInterval());
    SpectralProjectedGradient descent =
        new SpectralProjectedGradient(new LogLoss(world, intervals));
    List<SpectralProjectedGradient.Point> found = new ArrayList<>();
    for (double[] start : starts(step, intervals)) {
      found.add(descent.minimize(start, ROUGH_ITERATIONS));
    }
    found = best(found);
    found.replaceAll(point -> descent.minimize(point.x(), FINE_ITERATIONS));
    found = best(found);
    SplittableRandom random = new SplittableRandom(intervals.count());
    for (int i = 0; i < PERTURBATIONS; i++) {
      double[] start = smoothlyPerturbed(found.get(0).x(), random);
      found.add(descent.minimize(start, FINE_ITERATIONS));
    }
    double[] rates = exp(best(found).get(0).x());
    IntervalRates schedule = new IntervalRates(world.stepsPerInterval(), rates);
    return new KnownOptimum(step, schedule, world.lossAtEnd(rates, intervals));
  }

  private static List<SpectralProjectedGradient.Point> best(
      List<SpectralProjectedGradient.Point> points) {
    return new ArrayList<>(
        points.stream()
            .sorted(Comparator.comparingDouble(SpectralProjectedGradient.Point::value))
            .limit(FINALISTS)
            .toList());
  }

  private List<double[]> starts(double step, Intervals intervals) {
    double compression = world.totalSteps() / step;
    List<double[]> starts = new ArrayList<>();
    for (SweepSchedule schedule : world.sweepSchedules()) {
      starts.add(logRates(schedule, intervals));
      if (compression > 1) {
        starts.add(logRates(at -> schedule.learningRate(at * compression), intervals));
      }
    }
    return starts;
  }

  private static double[] logRates(Schedule schedule, Intervals intervals) {
    return Arrays.stream(intervals.meanRates(schedule)).map(Math::log).toArray();
  }

  private static double[] smoothlyPerturbed(double[] logRates, SplittableRandom random) {
    double[] moved = new double[logRates.length];
    double move = 0.5 * random.nextGaussian();
    for (int k = 0; k < moved.length; k++) {
      moved[k] = logRates[k] + move;
      move = 0.9 * move + 0.25 * random.nextGaussian();
    }
    return moved;
  }

  private static double[] exp(double[] logRates) {
    return Arrays.stream(logRates).map(Math::exp).toArray();
  }

  /** The logarithm of the true loss at the end, as a function of log rates. */
  private record LogLoss(ClosedFormWorld world, Intervals intervals)
      implements SpectralProjectedGradient.Problem {

    @Override
    public double value(double[] logRates) {
      double loss = world.lossAtEnd(exp(logRates), intervals);
      return Double.isNaN(loss) ? Double.POSITIVE_INFINITY : Math.log(loss);
    }

    @Override
    public double[] gradient(double[] logRates) {
      double[] rates = exp(logRates);
      double[] weights = new double[rates.length];
      weights[rates.length - 1] = 1 / world.lossAtEnd(rates, intervals);
      double[] gradient = world.law().gradient(rates, intervals, weights);
      for (int k = 0; k < rates.length; k++) {
        gradient[k] *= rates[k];
      }
      return gradient;
    }

    @Override
    public void project(double[] logRates) {
      world.rule().project(logRates);
      double lowest = Math.log(world.bounds().minimum());
      double highest = Math.log(world.bounds().maximum());
      for (int k = 0; k < logRates.length; k++) {
        logRates[k] = Math.min(highest, Math.max(lowest, logRates[k]));
      }
    }
  }
}
