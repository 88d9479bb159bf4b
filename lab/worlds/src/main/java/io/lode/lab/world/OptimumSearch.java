package io.lode.lab.world;

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
 * random perturbations of the best found. The loss has many local minima where the best rates ride
 * the edge of divergence, so the result is the best known, not proven to be the best.
 */
final class OptimumSearch {

  private static final int ROUGH_ITERATIONS = 300;
  private static final int FINE_ITERATIONS = 1500;
  private static final int FINALISTS = 4;

  private final ClosedFormWorld world;
  private final int perturbations;

  /**
   * A search.
   *
   * @param perturbations of the best found to start from again
   */
  OptimumSearch(ClosedFormWorld world, int perturbations) {
    this.world = world;
    this.perturbations = perturbations;
  }

  /** The best schedule found up to a step; the same at every call. */
  KnownOptimum search(double step) {
    Intervals intervals = Intervals.upTo(step, world.stepsPerInterval());
    PenalizedLogLoss loss = new PenalizedLogLoss(world, intervals);
    SpectralProjectedGradient descent = new SpectralProjectedGradient(loss);
    Candidates candidates = new Candidates(intervals);
    for (double[] start : starts(step, intervals)) {
      loss.project(start);
      candidates.add(start);
      candidates.add(descent.minimize(start, ROUGH_ITERATIONS));
    }
    for (double[] finalist : candidates.best(FINALISTS)) {
      candidates.add(descent.minimize(finalist, FINE_ITERATIONS));
    }
    SplittableRandom random = new SplittableRandom(intervals.count());
    for (int i = 0; i < perturbations; i++) {
      double[] start = perturbed(candidates.best(1).get(0), random);
      candidates.add(descent.minimize(start, FINE_ITERATIONS));
    }
    double[] rates = exp(candidates.best(1).get(0));
    return new KnownOptimum(
        step, new HeldRates(world.stepsPerInterval(), rates), world.lossAtEnd(rates, intervals));
  }

  /** Log rates that do not diverge, with the true loss that they reach. */
  private final class Candidates {
    private final Intervals intervals;
    private final List<Candidate> found = new ArrayList<>();

    Candidates(Intervals intervals) {
      this.intervals = intervals;
    }

    void add(double[] logRates) {
      double loss = world.lossAtEnd(exp(logRates), intervals);
      if (!Double.isNaN(loss)) {
        found.add(new Candidate(logRates, loss));
      }
    }

    List<double[]> best(int count) {
      return found.stream()
          .sorted(Comparator.comparingDouble(Candidate::loss))
          .limit(count)
          .map(Candidate::logRates)
          .toList();
    }
  }

  private record Candidate(double[] logRates, double loss) {}

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

  /** Log rates with a random part of them moved. */
  private static double[] perturbed(double[] logRates, SplittableRandom random) {
    double part = random.nextDouble();
    double[] moved = logRates.clone();
    for (int k = 0; k < moved.length; k++) {
      if (random.nextDouble() < part) {
        moved[k] += 0.3 * random.nextGaussian();
      }
    }
    return moved;
  }

  private static double[] exp(double[] logRates) {
    return Arrays.stream(logRates).map(Math::exp).toArray();
  }

  /**
   * The logarithm of the true loss at the end, as a function of log rates, plus the squares of the
   * logarithms by which the losses on the way exceed the limit of divergence.
   */
  private record PenalizedLogLoss(ClosedFormWorld world, Intervals intervals)
      implements SpectralProjectedGradient.Problem {

    /** Keeps the small excess that a penalty allows below the limit itself. */
    private static final double MARGIN = 0.98;

    private double excess(double loss) {
      return Math.max(0, Math.log(loss / (MARGIN * world.divergedAbove())));
    }

    @Override
    public double value(double[] logRates) {
      double[] losses = world.law().losses(exp(logRates), intervals).validation();
      double value = Math.log(losses[losses.length - 1]);
      for (double loss : losses) {
        value += excess(loss) * excess(loss);
      }
      return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
    }

    @Override
    public double[] gradient(double[] logRates) {
      double[] rates = exp(logRates);
      double[] losses = world.law().losses(rates, intervals).validation();
      double[] weights = new double[rates.length];
      for (int t = 0; t < weights.length; t++) {
        weights[t] = 2 * excess(losses[t]) / losses[t];
      }
      weights[weights.length - 1] += 1 / losses[losses.length - 1];
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
