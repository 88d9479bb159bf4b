package io.lode.hyperparameter;

import io.lode.forecast.ClippedError;
import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.forecast.TrainingException;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.ObservedCurve;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.SweepLearning;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Cross-validation over settings: all runs of one setting are held out together, and count as one.
 * Runs that diverged judge nothing.
 */
final class SettingFolds {

  /** Folds at most; a count. */
  private static final int FOLDS = 5;

  private final Sweep sweep;
  private final List<List<List<Run>>> folds = new ArrayList<>();

  /**
   * Splits a sweep.
   *
   * @param settings from a run to what it is held out by
   */
  SettingFolds(Sweep sweep, Function<Run, ?> settings) {
    this.sweep = sweep;
    MetricTransform transform = sweep.objective().transform();
    Map<Object, List<Run>> bySetting = new LinkedHashMap<>();
    for (Run run : SweepLearning.teaching(sweep).runs()) {
      if (!run.diverged() && run.trajectory().observes(transform)) {
        bySetting.computeIfAbsent(settings.apply(run), unknown -> new ArrayList<>()).add(run);
      }
    }
    int next = 0;
    for (List<Run> alike : bySetting.values()) {
      if (folds.size() < FOLDS) {
        folds.add(new ArrayList<>());
      }
      folds.get(next++ % FOLDS).add(alike);
    }
  }

  /**
   * Mean absolute errors of the transformed objective, over settings.
   *
   * @param curve along the runs
   * @param end at the ends of the runs
   */
  record Errors(double curve, double end) {

    /** Whether another way takes away a part of the error, and loses nothing at the ends. */
    boolean beatenBy(Errors other, double part) {
      return other.curve <= (1 - part) * curve && other.end <= end;
    }
  }

  /**
   * The errors of a way to forecast runs.
   *
   * @param fit from the runs that are left to their forecaster
   * @return empty where there are fewer than two folds, or what is left cannot be fitted
   */
  Optional<Errors> errors(Function<Sweep, ? extends Forecaster> fit) {
    if (folds.size() < 2) {
      return Optional.empty();
    }
    double curve = 0;
    double end = 0;
    int count = 0;
    for (List<List<Run>> fold : folds) {
      Forecaster fitted;
      try {
        fitted = fit.apply(rest(fold));
      } catch (TrainingException | IllegalArgumentException e) {
        return Optional.empty();
      }
      for (List<Run> alike : fold) {
        for (Run run : alike) {
          ClippedError error = error(run, fitted);
          curve += error.curve() / alike.size();
          end += error.end() / alike.size();
        }
        count++;
      }
    }
    return Optional.of(new Errors(curve / count, end / count));
  }

  private Sweep rest(List<List<Run>> fold) {
    return new Sweep(
        sweep.group(),
        sweep.objective(),
        sweep.runs().stream()
            .filter(run -> fold.stream().noneMatch(alike -> alike.contains(run)))
            .toList());
  }

  private ClippedError error(Run run, Forecaster fitted) {
    ObservedCurve observed =
        ObservedCurve.of(run.trajectory(), sweep.objective().transform()).afterStart();
    Forecast forecast = fitted.of(run).forecast(run.schedule(), observed.step());
    return ClippedError.of(forecast.mean(), observed.value());
  }
}
