package io.lode.search.propose;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.SweepOutcomes;
import io.lode.schedule.IntervalSchedule;
import io.lode.search.SearchConfig;
import io.lode.search.evidence.Evidence;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which log rates a candidate may take at each interval: not above what good runs did around that
 * time, not above what survived, and not rising after the last peak of the good runs where none of
 * them does.
 *
 * @param smallest log rate allowed anywhere
 * @param largest log rate allowed, (interval)
 * @param risesUntil first interval after which the rate may only fall; the number of intervals
 *     where it may always rise
 */
public record Envelope(double smallest, double[] largest, int risesUntil) {

  private static final int MOST_GOOD_RUNS = 12;
  private static final int INTERVALS_AROUND = 3;

  /** Part of a peak that diverged: how near the edge of stability a rate may come. */
  private static final double CLEAR_OF_DIVERGED_PEAK = 0.93;

  private static final double TOLERANCE = 1e-9;
  private static final double RISE_TOLERANCE = 0.02;

  /** The envelope around an incumbent. */
  public static Envelope around(
      EvaluatedRun incumbent,
      SweepOutcomes sweep,
      Evidence evidence,
      SearchConfig config,
      double radius,
      double edge) {
    int intervals = incumbent.logLearningRate().length;
    List<double[]> good =
        IntStream.range(0, evidence.runs().size())
            .boxed()
            .filter(
                i -> evidence.observed(i) < evidence.observed(evidence.best()) + config.goodWidth())
            .sorted(Comparator.comparingDouble(evidence::observed))
            .limit(MOST_GOOD_RUNS)
            .map(i -> evidence.runs().get(i).logLearningRate())
            .toList();
    double[] highest = new double[intervals];
    for (int t = 0; t < intervals; t++) {
      highest[t] = Double.NEGATIVE_INFINITY;
      for (double[] rates : good) {
        for (int near = Math.max(0, t - INTERVALS_AROUND);
            near <= Math.min(intervals - 1, t + INTERVALS_AROUND);
            near++) {
          highest[t] = Math.max(highest[t], rates[near]);
        }
      }
      highest[t] += config.envelopeMargin() * radius;
    }
    double cap = Math.log(cap(sweep, edge));
    double[] largest = new double[intervals];
    for (int t = 0; t < intervals; t++) {
      largest[t] = Math.max(incumbent.logLearningRate()[t], Math.min(cap, highest[t]));
    }
    return new Envelope(Math.log(sweep.bounds().minimum()), largest, risesUntil(good));
  }

  /** An envelope that only knows the bounds of what was tried. */
  public static Envelope bounds(SweepOutcomes sweep) {
    double[] largest = new double[sweep.runs().get(0).logLearningRate().length];
    Arrays.fill(largest, Math.log(sweep.bounds().maximum()));
    return new Envelope(Math.log(sweep.bounds().minimum()), largest, largest.length);
  }

  /**
   * The largest rate that is safe by what survived and what diverged: the edge's part of what
   * survived, at most half way, in log, to the lowest peak that diverged, and clear of it. A run
   * that diverged well below what others survived had another reason.
   */
  static double cap(SweepOutcomes sweep, double edge) {
    double survived = sweep.bounds().maximum();
    double cap = survived * (sweep.anyDiverged() ? edge : Math.max(1, edge));
    for (EvaluatedRun run : sweep.runs()) {
      if (run.diverged()) {
        double peak = 0;
        for (double rate : run.logLearningRate()) {
          peak = Math.max(peak, Math.exp(rate));
        }
        if (peak > CLEAR_OF_DIVERGED_PEAK * survived) {
          double halfWay = Math.sqrt(survived * Math.max(survived, peak));
          cap = Math.min(cap, Math.min(halfWay, CLEAR_OF_DIVERGED_PEAK * peak));
        }
      }
    }
    return cap;
  }

  private static int risesUntil(List<double[]> good) {
    int until = 0;
    for (double[] rates : good) {
      int peak = 0;
      for (int t = 1; t < rates.length; t++) {
        if (rates[t] > rates[peak] + RISE_TOLERANCE) {
          peak = t;
        }
      }
      double lowest = rates[peak];
      for (int t = peak + 1; t < rates.length; t++) {
        if (rates[t] > lowest + RISE_TOLERANCE) {
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
