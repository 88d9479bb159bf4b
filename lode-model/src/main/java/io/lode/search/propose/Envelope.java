package io.lode.search.propose;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.SweepOutcomes;
import io.lode.schedule.IntervalSchedule;
import io.lode.search.EnvelopeConfig;
import io.lode.search.SearchConfig;
import io.lode.search.evidence.Evidence;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which log rates a candidate may take at each interval. A rate may not be above the rates of good
 * runs around that time, and not above the rates that survived. It may not rise after the last peak
 * of the good runs, unless one of them rises later, too.
 *
 * @param smallest log rate allowed anywhere
 * @param largest log rate allowed, (interval)
 * @param risesUntil first interval after which the rate may only fall; the number of intervals
 *     where it may always rise
 */
public record Envelope(double smallest, double[] largest, int risesUntil) {

  /** Differences of log rates below this are rounding errors. */
  private static final double TOLERANCE = 1e-9;

  /**
   * The envelope around an incumbent. The incumbent's own rates are always allowed.
   *
   * @param radius of the trust region, in log learning rate
   * @param edge part of the largest survived rate that is allowed once a run has diverged
   */
  public static Envelope around(
      EvaluatedRun incumbent,
      SweepOutcomes sweep,
      Evidence evidence,
      SearchConfig config,
      double radius,
      double edge) {
    EnvelopeConfig shape = config.envelope();
    int intervals = incumbent.logLearningRate().length;
    int around = shape.envelopeIntervals();
    List<double[]> good =
        IntStream.range(0, evidence.runs().size())
            .boxed()
            .filter(
                i -> evidence.observed(i) < evidence.observed(evidence.best()) + shape.goodWidth())
            .sorted(Comparator.comparingDouble(evidence::observed))
            .limit(shape.envelopeRuns())
            .map(i -> evidence.runs().get(i).logLearningRate())
            .toList();
    double[] highest = new double[intervals];
    for (int t = 0; t < intervals; t++) {
      highest[t] = Double.NEGATIVE_INFINITY;
      for (double[] rates : good) {
        for (int near = Math.max(0, t - around);
            near <= Math.min(intervals - 1, t + around);
            near++) {
          highest[t] = Math.max(highest[t], rates[near]);
        }
      }
      highest[t] += shape.envelopeMargin() * radius;
    }
    double cap = Math.log(cap(sweep, edge, config.edge().clearOfDiverged()));
    double[] largest = new double[intervals];
    for (int t = 0; t < intervals; t++) {
      largest[t] = Math.max(incumbent.logLearningRate()[t], Math.min(cap, highest[t]));
    }
    return new Envelope(
        Math.log(sweep.bounds().minimum()), largest, risesUntil(good, shape.riseTolerance()));
  }

  /** An envelope from the smallest rate tried to the largest that survived, at any time. */
  public static Envelope bounds(SweepOutcomes sweep) {
    double[] largest = new double[sweep.runs().get(0).logLearningRate().length];
    Arrays.fill(largest, Math.log(sweep.bounds().maximum()));
    return new Envelope(Math.log(sweep.bounds().minimum()), largest, largest.length);
  }

  /**
   * The largest rate that a proposal may use. It is the edge times the largest rate that survived,
   * but at most half way, in log, from there to the lowest peak that diverged, and at most the part
   * {@code clear} of that peak. A run that diverged well below the largest survived rate does not
   * count: it had another reason.
   */
  static double cap(SweepOutcomes sweep, double edge, double clear) {
    double survived = sweep.bounds().maximum();
    double cap = survived * (sweep.anyDiverged() ? edge : Math.max(1, edge));
    for (EvaluatedRun run : sweep.runs()) {
      if (run.diverged()) {
        double peak = Math.exp(run.logPeak());
        if (peak > clear * survived) {
          double halfWay = Math.sqrt(survived * Math.max(survived, peak));
          cap = Math.min(cap, Math.min(halfWay, clear * peak));
        }
      }
    }
    return cap;
  }

  private static int risesUntil(List<double[]> good, double tolerance) {
    int until = 0;
    for (double[] rates : good) {
      int peak = 0;
      for (int t = 1; t < rates.length; t++) {
        if (rates[t] > rates[peak] + tolerance) {
          peak = t;
        }
      }
      double lowest = rates[peak];
      for (int t = peak + 1; t < rates.length; t++) {
        if (rates[t] > lowest + tolerance) {
          return rates.length;
        }
        lowest = Math.min(lowest, rates[t]);
      }
      until = Math.max(until, peak);
    }
    return until;
  }

  /** Whether a candidate's rates are nowhere above the largest ones. */
  boolean admits(IntervalSchedule candidate) {
    for (int t = 0; t < largest.length; t++) {
      if (candidate.logLearningRate()[t] > largest[t] + TOLERANCE) {
        return false;
      }
    }
    return true;
  }

  /** Moves a candidate inside, in place. */
  double[] project(double[] logLearningRate) {
    for (int t = 0; t < logLearningRate.length; t++) {
      double rate = Math.max(smallest, Math.min(largest[t], logLearningRate[t]));
      logLearningRate[t] = t > risesUntil ? Math.min(rate, logLearningRate[t - 1]) : rate;
    }
    return logLearningRate;
  }
}
