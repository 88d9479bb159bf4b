package io.lode.search.evidence;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Outcomes;
import io.lode.forecast.Panel;
import io.lode.forecast.SweepOutcomes;
import io.lode.schedule.IntervalSchedule;
import io.lode.search.CooldownConfig;
import io.lode.search.Estimate;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What comes of a schedule that is nowhere above the rates of one run: a cooldown of that run.
 *
 * <p>Two things happen to a run whose rate is lowered earlier. It makes less progress: it is where
 * the run was when the sum of its rates was the same, which the run's own curve shows. And it loses
 * the excess that a high rate keeps up: that gain is never seen in a sweep of constant rates. Here
 * the gain is a log-normal number. Practice gives its size, the forecaster gives its size for this
 * sweep, and runs of the sweep that are cooldowns of other runs correct both.
 */
public final class CooldownGains {

  /** A cooldown's rates are at most this far above its run's, in log rate: logs are not exact. */
  private static final double TOLERANCE = 0.03;

  /** Smallest part of the peak that a cooldown takes off the last rates to count as one. */
  private static final double SMALLEST_FALL = 0.3;

  /** Smallest gain that is told from none, in log loss: its logarithm is needed. */
  private static final double SMALLEST_GAIN = 1e-4;

  /** Part of the sum of its rates that a run loses by a linear cooldown over the last fifth. */
  private static final double LOST_OVER_A_FIFTH = 0.1;

  /** Smallest such part that is told from none. */
  private static final double LEAST_LOST = 0.01;

  /** Both sizes rest on the same observations, so many of those do not make them exact. */
  private static final double LEAST_SPREAD = 0.25;

  private final SweepOutcomes sweep;
  private final Evidence evidence;
  private final Panel panel;
  private final CooldownConfig config;
  private final boolean forecast;
  private final double[] shared;
  private final LogNormal practice;
  private final LogNormal factor;
  private final int observed;
  private final boolean anyCooled;

  /**
   * Learns from the cooldowns among a sweep's runs.
   *
   * @param fewestRuns finished runs from which the forecaster is asked
   */
  public CooldownGains(
      SweepOutcomes sweep, Evidence evidence, Panel panel, CooldownConfig config, int fewestRuns) {
    this.sweep = sweep;
    this.evidence = evidence;
    this.panel = panel;
    this.config = config;
    forecast = sweep.finished().size() >= fewestRuns && !panel.trackRecord().failed();
    List<IntervalSchedule> schedules =
        evidence.runs().stream().map(run -> schedule(run.logLearningRate())).toList();
    Panel.Opinions opinions =
        panel.opinions(schedules, schedules.get(evidence.best()), sweep.horizonStep());
    shared = IntStream.range(0, schedules.size()).mapToDouble(opinions::sharedMean).toArray();
    double[] structured = opinions.mean()[0];
    LogNormal ofPractice =
        new LogNormal(Math.log(config.cooldownGain()), config.cooldownGainSpread());
    LogNormal ofFactor =
        new LogNormal(Math.log(config.cooldownFactor()), config.cooldownFactorSpread());
    int pairs = 0;
    for (int i = 0; i < schedules.size(); i++) {
      for (int j = 0; j < schedules.size(); j++) {
        if (i != j && isCooldown(i, j)) {
          double byProgress = gainByProgress(i, schedules.get(j));
          double gain = Math.max(SMALLEST_GAIN, evidence.observed(i) - byProgress - outcome(j));
          double noise = Math.sqrt(2) * evidence.noise() / gain;
          double scatter = Math.hypot(config.cooldownScatter(), noise);
          ofPractice = ofPractice.updated(Math.log(gain / strength(i, schedules.get(j))), scatter);
          double foreseen = structured[i] - structured[j] - byProgress;
          if (foreseen > SMALLEST_GAIN) {
            ofFactor = ofFactor.updated(Math.log(gain / foreseen), scatter);
          }
          pairs++;
        }
      }
    }
    practice = ofPractice;
    factor = ofFactor;
    observed = pairs;
    anyCooled =
        evidence.runs().stream()
            .filter(EvaluatedRun::finished)
            .anyMatch(run -> last(run.logLearningRate()) < (1 - SMALLEST_FALL) * peak(run));
  }

  /** How many pairs of the sweep's runs are a run and its cooldown. */
  public int observed() {
    return observed;
  }

  /** Whether more than practice is known of this sweep's cooldowns. */
  public boolean informed() {
    return forecast || observed > 0;
  }

  /** Whether any run of the sweep ends well below its own largest rate. */
  public boolean anyCooled() {
    return anyCooled;
  }

  /**
   * What is expected of cooldowns of one run.
   *
   * @param run index of the run
   * @param cooldowns schedules that are nowhere above the run's rates
   */
  public List<Estimate> estimates(int run, List<IntervalSchedule> cooldowns) {
    List<IntervalSchedule> asked = new ArrayList<>(cooldowns);
    IntervalSchedule own = schedule(evidence.runs().get(run).logLearningRate());
    asked.add(own);
    Panel.Opinions opinions = forecast ? panel.opinions(asked, own, sweep.horizonStep()) : null;
    List<Estimate> estimates = new ArrayList<>();
    for (int i = 0; i < cooldowns.size(); i++) {
      double byProgress = gainByProgress(run, cooldowns.get(i));
      double foreseen =
          opinions == null
              ? Double.NaN
              : opinions.mean()[0][cooldowns.size()] - opinions.mean()[0][i] - byProgress;
      // A run whose loss rises is better off earlier. What a cooldown gains beyond that is less
      // than
      // forecasters and practice say, and no more than the rise is counted on.
      LogNormal gain = byProgress > 0 ? null : gain(run, cooldowns.get(i), foreseen);
      Estimate estimate = estimate(run, byProgress, gain);
      estimates.add(
          opinions != null && anyCooled()
              ? reconciled(estimate, opinions.sharedMean(i))
              : estimate);
    }
    return estimates;
  }

  /** Where runs were cooled down the panel knows of cooldowns, too: its opinion counts as much. */
  private static Estimate reconciled(Estimate own, double panelMean) {
    return new Estimate(
        0.5 * (own.mean() + panelMean),
        Math.max(own.standardDeviation(), 0.5 * Math.abs(own.mean() - panelMean)));
  }

  private Estimate estimate(int run, double byProgress, LogNormal gain) {
    double median = gain == null ? 0 : Math.exp(gain.mean());
    double uncertain = gain == null ? 0 : median - Math.exp(gain.mean() - gain.spread());
    // The luck of the best run is in its cooldown's outcome and in what that is compared with.
    double luck =
        evidence.schedule(run) == evidence.schedule(evidence.best())
            ? Math.sqrt(2) * curve(run).roughness().orElse(evidence.noise())
            : evidence.noise()
                * Math.sqrt(
                    1.0 / (1 + evidence.repeats(run))
                        + 1.0 / (1 + evidence.repeats(evidence.best())));
    return new Estimate(
        evidence.estimate(run, shared[run]) - byProgress - median, Math.hypot(uncertain, luck));
  }

  /** The gain of a cooldown beyond its progress; null where it takes nothing off the last rates. */
  private LogNormal gain(int run, IntervalSchedule cooldown, double foreseen) {
    if (fall(run, cooldown) < SMALLEST_FALL) {
      return null;
    }
    LogNormal known =
        new LogNormal(practice.mean() + Math.log(strength(run, cooldown)), practice.spread());
    if (foreseen > SMALLEST_GAIN) {
      known = known.updated(Math.log(foreseen) + factor.mean(), factor.spread());
    }
    return new LogNormal(known.mean(), Math.max(LEAST_SPREAD, known.spread()));
  }

  /**
   * The gain by the change of progress alone: mostly below 0; over 0 where the run was better at
   * that moment, as one that over-fits is. Infinitely low where the run's curve does not say.
   */
  private double gainByProgress(int run, IntervalSchedule cooldown) {
    double then = curve(run).outcomeAfter(sum(cooldown.logLearningRate()));
    return Double.isNaN(then) ? Double.NEGATIVE_INFINITY : outcome(run) - then;
  }

  private RunCurve curve(int run) {
    return new RunCurve(
        evidence.runs().get(run), sweep.horizonStep(), sweep.sweep().objective().transform());
  }

  /** Whether a finished run is another's cooldown, from the same peak. */
  private boolean isCooldown(int run, int cooled) {
    EvaluatedRun of = evidence.runs().get(run);
    EvaluatedRun other = evidence.runs().get(cooled);
    if (!Double.isFinite(evidence.observed(run)) || !Double.isFinite(evidence.observed(cooled))) {
      return false;
    }
    if (evidence.observed(run) > evidence.observed(evidence.best()) + config.cooldownWidth()) {
      return false;
    }
    double[] high = of.logLearningRate();
    double[] low = other.logLearningRate();
    for (int t = 0; t < high.length; t++) {
      if (low[t] > high[t] + TOLERANCE) {
        return false;
      }
    }
    return peak(other) > Math.exp(-2 * TOLERANCE) * peak(of)
        && fall(run, schedule(low)) >= SMALLEST_FALL;
  }

  /** By how much the last rates of a cooldown are below the run's, as a part of the run's peak. */
  private double fall(int run, IntervalSchedule cooldown) {
    EvaluatedRun of = evidence.runs().get(run);
    return (last(of.logLearningRate()) - last(cooldown.logLearningRate())) / peak(of);
  }

  /**
   * By how much more a cooldown gains than one of the best run to nothing does, by practice, as a
   * factor.
   */
  private double strength(int run, IntervalSchedule cooldown) {
    double peaks = peak(evidence.runs().get(run)) / peak(evidence.runs().get(evidence.best()));
    double own = sum(evidence.runs().get(run).logLearningRate());
    double lost = Math.max(LEAST_LOST, 1 - sum(cooldown.logLearningRate()) / own);
    return fall(run, cooldown)
        * Math.pow(peaks, config.cooldownPeakPower())
        * Math.pow(lost / LOST_OVER_A_FIFTH, config.cooldownLengthPower());
  }

  private double outcome(int run) {
    return evidence.runs().get(run).outcome();
  }

  private IntervalSchedule schedule(double[] logLearningRate) {
    return new IntervalSchedule(logLearningRate, sweep.horizonStep());
  }

  private static double sum(double[] logLearningRate) {
    double sum = 0;
    for (double rate : logLearningRate) {
      sum += Math.exp(rate);
    }
    return sum;
  }

  private static double peak(EvaluatedRun run) {
    return Math.exp(run.logPeak());
  }

  private static double last(double[] logLearningRate) {
    double sum = 0;
    for (int t = logLearningRate.length - Outcomes.POINTS; t < logLearningRate.length; t++) {
      sum += Math.exp(logLearningRate[t]);
    }
    return sum / Outcomes.POINTS;
  }
}
