package io.lode.evaluation;

import io.lode.forecast.FittingMethod;
import io.lode.forecast.Forecaster;
import io.lode.forecast.IntervalRates;
import io.lode.forecast.Outcomes;
import io.lode.forecast.SweepOutcomes;
import io.lode.forecast.TrainingException;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunLearning;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.SweepLearning;
import io.lode.trajectory.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Cross-validation over schedules. All runs of one schedule shape are held out together, so that a
 * forecaster is judged on shapes that it was not fitted to.
 *
 * <p>If a sweep has fewer than three shapes, all runs of one schedule are held out together
 * instead.
 *
 * <p>Of a run that diverged, the part before the divergence counts. No forecast goes beyond the
 * step where its run would have been stopped: the size of a loss that is predicted after a
 * divergence says nothing about other runs.
 */
public final class HeldOut {

  private static final int FOLDS = 5;
  private static final int FEWEST_SHAPES = 3;

  private final Sweep sweep;
  private final List<List<Run>> folds;

  /**
   * Splits a sweep into folds. Runs that logged no finite objective and runs that did not learn
   * ({@link SweepLearning}) are in no fold: no forecast is judged by them.
   */
  public HeldOut(Sweep sweep) {
    this.sweep = sweep;
    MetricTransform transform = sweep.objective().transform();
    List<RunLearning> learning = SweepLearning.of(sweep).runs();
    List<Run> usable =
        IntStream.range(0, learning.size())
            .filter(i -> learning.get(i).teaches())
            .mapToObj(sweep.runs()::get)
            .filter(run -> run.trajectory().observes(transform))
            .toList();
    List<List<Run>> shapes = clusters(usable, true);
    folds = folds(shapes.size() >= FEWEST_SHAPES ? shapes : clusters(usable, false));
  }

  /**
   * Measures one kind of forecaster; empty where there are fewer than two folds, or where it cannot
   * be fitted to what is left of the sweep.
   */
  public Optional<HeldOutError> measure(FittingMethod method) {
    return fits(method.fit()).map(fitted -> error(method.name(), fitted));
  }

  /**
   * Forecasts every run by a forecaster that was fitted to the other folds.
   *
   * @param each takes one run at a time
   * @return false where there are fewer than two folds, or where the kind cannot be fitted to what
   *     is left of the sweep
   */
  public boolean forecast(FittingMethod method, Consumer<HeldOutForecast> each) {
    Optional<? extends List<? extends Forecaster>> fitted = fits(method.fit());
    fitted.ifPresent(byFold -> forecast(byFold, each));
    return fitted.isPresent();
  }

  /** Every held-out run as it was forecast, each by the forecaster that was not fitted to it. */
  public List<HeldOutForecast> forecasts(List<? extends Forecaster> byFold) {
    List<HeldOutForecast> forecasts = new ArrayList<>();
    forecast(byFold, forecasts::add);
    return forecasts;
  }

  /** The runs of one fold as a forecaster predicts them that was not fitted to them. */
  public List<HeldOutForecast> forecasts(int fold, Forecaster forecaster) {
    List<HeldOutForecast> forecasts = new ArrayList<>();
    forecast(fold, forecaster, forecasts::add);
    return forecasts;
  }

  private void forecast(List<? extends Forecaster> byFold, Consumer<HeldOutForecast> each) {
    for (int fold = 0; fold < folds.size(); fold++) {
      forecast(fold, byFold.get(fold), each);
    }
  }

  private void forecast(int fold, Forecaster forecaster, Consumer<HeldOutForecast> each) {
    for (Run run : folds.get(fold)) {
      each.accept(HeldOutForecast.of(run, forecaster, sweep.objective().transform()));
    }
  }

  /** The runs that are held out together, (fold). */
  public List<List<Run>> folds() {
    return folds;
  }

  /**
   * Fits to what each fold leaves of the sweep.
   *
   * @return one a fold; empty where there are fewer than two folds, or one cannot be fitted
   */
  public <F> Optional<List<F>> fits(Function<Sweep, F> fit) {
    if (folds.size() < 2) {
      return Optional.empty();
    }
    List<F> fitted = new ArrayList<>();
    for (int fold = 0; fold < folds.size(); fold++) {
      try {
        fitted.add(fit.apply(rest(fold)));
      } catch (TrainingException | IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    return Optional.of(fitted);
  }

  /** What a fold leaves of the sweep. */
  public Sweep rest(int fold) {
    return new Sweep(
        sweep.group(),
        sweep.objective(),
        sweep.runs().stream().filter(run -> !folds.get(fold).contains(run)).toList());
  }

  /** The error of forecasters, each on the fold that it was not fitted to. */
  public HeldOutError error(String name, List<? extends Forecaster> byFold) {
    Errors errors = new Errors(sweep.objective().transform());
    forecast(byFold, errors::add);
    return errors.summary(name);
  }

  /** Runs with the same log rates, or with the same log rates up to a factor. */
  private List<List<Run>> clusters(List<Run> runs, boolean upToFactor) {
    double horizon = sweep.totalSteps();
    double floor = runs.isEmpty() ? 1 : SweepOutcomes.of(sweep, horizon).bounds().minimum();
    List<List<Run>> clusters = new ArrayList<>();
    List<double[]> centres = new ArrayList<>();
    for (Run run : runs) {
      Trajectory trajectory = run.trajectory();
      double[] rates = IntervalRates.log(trajectory.schedule(), horizon, floor);
      if (upToFactor) {
        double peak = Double.NEGATIVE_INFINITY;
        for (double rate : rates) {
          peak = Math.max(peak, rate);
        }
        for (int t = 0; t < rates.length; t++) {
          rates[t] -= peak;
        }
      }
      int found = 0;
      while (found < centres.size()
          && IntervalRates.distance(centres.get(found), rates)
              >= (upToFactor ? 5 : 1) * SweepOutcomes.REPEAT_DISTANCE) {
        found++;
      }
      if (found == centres.size()) {
        centres.add(rates);
        clusters.add(new ArrayList<>());
      }
      clusters.get(found).add(run);
    }
    return clusters;
  }

  /** Deals clusters to the folds in turn. */
  private static List<List<Run>> folds(List<List<Run>> clusters) {
    List<List<Run>> folds = new ArrayList<>();
    for (int i = 0; i < clusters.size(); i++) {
      if (i < FOLDS) {
        folds.add(new ArrayList<>());
      }
      folds.get(i % FOLDS).addAll(clusters.get(i));
    }
    return folds;
  }

  private static final class Errors {
    /** A run is stopped as diverged at three times its first loss, so no forecast goes beyond. */
    private static final double DIVERGED = Math.log(3);

    private double absolute;
    private double squares;
    private double sum;
    private double sumOfSquares;
    private int points;
    private double finalSquares;
    private int runs;

    private final MetricTransform transform;

    Errors(MetricTransform transform) {
      this.transform = transform;
    }

    void add(HeldOutForecast run) {
      double[] observed = run.observed();
      double[] predicted = run.forecast().mean().clone();
      for (int t = 0; t < predicted.length; t++) {
        predicted[t] = Math.min(predicted[t], observed[0] + DIVERGED);
      }
      double last = 0;
      int counted = Math.min(Outcomes.POINTS, predicted.length);
      for (int t = 0; t < predicted.length; t++) {
        double value = transform.invert(observed[t]);
        double error = transform.invert(predicted[t]) - value;
        absolute += Math.abs(error);
        squares += error * error;
        sum += value;
        sumOfSquares += value * value;
        points++;
        if (t >= predicted.length - counted) {
          last += (predicted[t] - observed[t]) / counted;
        }
      }
      finalSquares += last * last;
      runs++;
    }

    HeldOutError summary(String name) {
      double variance = sumOfSquares - sum * sum / points;
      return new HeldOutError(
          name, absolute / points, 1 - squares / variance, Math.sqrt(finalSquares / runs), runs);
    }
  }
}
