package io.lode.hyperparameter;

import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.forecast.Outcomes;
import io.lode.schedule.Schedule;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A forecaster brought to other settings than those of the sweep that it was fitted to. Schedules
 * and steps are those of a run under the settings that are forecast.
 *
 * @param base fitted to a sweep that was brought to one setting
 * @param effects what the hyperparameters do
 * @param fittedAt the settings of that sweep
 * @param at the settings that are forecast
 */
public record SettledForecaster(
    Forecaster base, Effects effects, Map<String, String> fittedAt, Map<String, String> at)
    implements Forecaster {

  /**
   * A forecaster of a sweep, fitted to its runs under the settings of the best one.
   *
   * @param effects of the sweep
   * @param base fits to a sweep under one setting
   */
  public static SettledForecaster fitted(
      Sweep sweep, Effects effects, Function<Sweep, ? extends Forecaster> base) {
    return atReference(
        base.apply(SettledSweep.of(sweep, effects, effects.reference()).sweep()), effects);
  }

  /** A forecaster that was fitted at the settings of the best run, for these settings. */
  public static SettledForecaster atReference(Forecaster base, Effects effects) {
    return new SettledForecaster(base, effects, effects.reference(), effects.reference());
  }

  @Override
  public String name() {
    return base.name();
  }

  @Override
  public Forecaster of(Run run) {
    return under(effects.settings(run));
  }

  /** The same for other settings. */
  public SettledForecaster under(Map<String, String> other) {
    return new SettledForecaster(base, effects, fittedAt, other);
  }

  /**
   * {@inheritDoc}
   *
   * <p>The standard deviation includes how unsure the level of runs under these settings is.
   */
  @Override
  public Forecast forecast(Schedule schedule, double[] steps) {
    Conversion conversion = effects.conversion();
    double factor = conversion.steps(at, fittedAt);
    Forecast forecast =
        base.forecast(
            conversion.schedule(schedule, at, fittedAt),
            Arrays.stream(steps).map(step -> step * factor).toArray());
    double change = effects.change(fittedAt, at).mean();
    double doubt = effects.doubt(at);
    double[] mean = forecast.mean().clone();
    double[] deviation = forecast.standardDeviation().clone();
    for (int t = 0; t < mean.length; t++) {
      double shown = effects.shownAt(steps[t], at);
      mean[t] += shown * change;
      deviation[t] = Math.hypot(deviation[t], shown * doubt);
    }
    return new Forecast(steps, mean, deviation);
  }

  /**
   * {@inheritDoc}
   *
   * <p>What is not known of the settings' effect is the same for every schedule: it is no part of
   * the deviation by which schedules are compared.
   */
  @Override
  public Outcomes outcomes(List<? extends Schedule> schedules, double horizonStep) {
    Conversion conversion = effects.conversion();
    Outcomes outcomes =
        base.outcomes(
            schedules.stream().map(one -> conversion.schedule(one, at, fittedAt)).toList(),
            horizonStep * conversion.steps(at, fittedAt));
    double shift = effects.shownAt(horizonStep, at) * effects.change(fittedAt, at).mean();
    double[][] members = new double[outcomes.members().length][];
    for (int m = 0; m < members.length; m++) {
      members[m] = outcomes.members()[m].clone();
      for (int s = 0; s < members[m].length; s++) {
        members[m][s] += shift;
      }
    }
    return new Outcomes(members, outcomes.residualStandardDeviation());
  }
}
