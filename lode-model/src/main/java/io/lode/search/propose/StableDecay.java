package io.lode.search.propose;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.IntervalRates;
import io.lode.forecast.Outcomes;
import io.lode.schedule.IntervalSchedule;
import io.lode.search.Estimate;
import java.util.Arrays;
import java.util.Locale;

/**
 * A warm-up, a rate that is held, and a cooldown at the end: the shape of practice that a sweep of
 * cosines, or of any other shape that falls all the time, never tried.
 *
 * @param run whose warm-up it has and whose peak it does not exceed
 * @param part of that peak at which the rate is held
 * @param shape of the cooldown
 * @param length of the cooldown, as a part of the horizon
 * @param schedule the rates
 * @param estimate what is expected of it
 */
public record StableDecay(
    EvaluatedRun run,
    double part,
    Cooldown.Shape shape,
    double length,
    IntervalSchedule schedule,
    Estimate estimate)
    implements PracticeShape {

  /**
   * {@inheritDoc} Such as {@code the peak of run a, held and cooled down over the last 20%
   * (1-sqrt)}.
   */
  @Override
  public String inWords() {
    return String.format(
        Locale.ROOT,
        "%s peak of run %s, held and cooled down over the last %.0f%% (%s)",
        part == 1 ? "the" : String.format(Locale.ROOT, "%.0f%% of the", 100 * part),
        run.run().run(),
        100 * length,
        shape.label());
  }

  /**
   * The rates of a run that keeps what it warmed up to.
   *
   * @param logLearningRate of the run, (interval)
   * @param part of its peak that is held
   * @param smallest log rate allowed
   */
  static double[] rates(
      double[] logLearningRate, double part, Cooldown.Shape shape, double length, double smallest) {
    int peak = IntervalRates.peak(logLearningRate);
    double held = logLearningRate[peak] + Math.log(part);
    double[] rates = logLearningRate.clone();
    for (int t = 0; t < rates.length; t++) {
      rates[t] = t < peak ? Math.min(rates[t], held) : held;
    }
    return Cooldown.rates(rates, shape, length, smallest);
  }

  /**
   * Whether rates are a stable decay, whatever its length: nothing below a part of the peak is
   * reached before the given part of the horizon.
   */
  static boolean holds(double[] logLearningRate, double least, double until) {
    int peak = IntervalRates.peak(logLearningRate);
    int end = (int) Math.round(until * Outcomes.INTERVALS);
    return peak < end
        && Arrays.stream(logLearningRate, peak, end)
            .allMatch(rate -> rate > logLearningRate[peak] + Math.log(least));
  }
}
