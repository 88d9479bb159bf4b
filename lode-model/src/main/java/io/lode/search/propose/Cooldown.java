package io.lode.search.propose;

import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Outcomes;
import io.lode.schedule.IntervalSchedule;
import io.lode.search.Estimate;
import java.util.Locale;

/**
 * A run of the sweep with its rate lowered towards the end, and what is expected of that. It holds
 * no rate for longer than the run did, and the run survived.
 *
 * @param run that is cooled down
 * @param shape of the cooldown
 * @param length of the cooldown, as a part of the horizon
 * @param schedule the rates
 * @param estimate what is expected of it
 */
public record Cooldown(
    EvaluatedRun run, Shape shape, double length, IntervalSchedule schedule, Estimate estimate)
    implements PracticeShape {

  /** The rest of the rate by the part of the cooldown that is over. */
  public enum Shape {
    /** A straight line to 0. */
    LINEAR("linear") {
      @Override
      double rest(double over) {
        return 1 - over;
      }
    },
    /** Steep at first: one less the square root. */
    ONE_MINUS_ROOT("1-sqrt") {
      @Override
      double rest(double over) {
        return 1 - Math.sqrt(over);
      }
    },
    /** Half a cosine to 0. */
    COSINE("cosine") {
      @Override
      double rest(double over) {
        return 0.5 * (1 + Math.cos(Math.PI * over));
      }
    },
    /** A power of the part that is left: slow at the end. */
    POWER("square") {
      @Override
      double rest(double over) {
        return (1 - over) * (1 - over);
      }
    },
    /** By the same factor in equal times, to a hundredth. */
    EXPONENTIAL("exponential") {
      @Override
      double rest(double over) {
        return Math.pow(0.01, over);
      }
    };

    private final String label;

    Shape(String label) {
      this.label = label;
    }

    /** Its name among those who train. */
    public String label() {
      return label;
    }

    abstract double rest(double over);
  }

  /** {@inheritDoc} Such as {@code run a, cooled down over the last 20% (1-sqrt)}. */
  @Override
  public String inWords() {
    return String.format(
        Locale.ROOT,
        "run %s, cooled down over the last %.0f%% (%s)",
        run.run().run(),
        100 * length,
        shape.label());
  }

  /**
   * The rates of a run that is cooled down.
   *
   * @param logLearningRate of the run, (interval)
   * @param smallest log rate allowed
   */
  static double[] rates(double[] logLearningRate, Shape shape, double length, double smallest) {
    double[] rates = logLearningRate.clone();
    for (int t = 0; t < rates.length; t++) {
      double over = ((t + 0.5) / Outcomes.INTERVALS - (1 - length)) / length;
      if (over > 0) {
        rates[t] = Math.min(rates[t], Math.max(smallest, rates[t] + Math.log(shape.rest(over))));
      }
    }
    return rates;
  }
}
