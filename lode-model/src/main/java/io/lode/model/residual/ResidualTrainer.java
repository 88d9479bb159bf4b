package io.lode.model.residual;

import ai.djl.ndarray.types.DataType;
import io.lode.evaluation.HeldOut;
import io.lode.forecast.FittingMethod;
import io.lode.forecast.Forecaster;
import io.lode.forecast.SweepOutcomes;
import io.lode.model.modal.ModalConfig;
import io.lode.model.modal.ModalForecaster;
import io.lode.model.modal.ModalTrainer;
import io.lode.schedule.LoggedSchedule;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Fits a neural residual to what a group's modal model gets wrong, and shrinks it by what it gets
 * right about runs that were left out (see docs/latent-ode.md).
 *
 * <p>The fit to all runs and one fit a fold of the cross-validation are members of one batch. In a
 * fold neither the modal model nor the residual has seen the runs held out; the factor that shrinks
 * the residual there is found on the other folds, so that the error recorded is honest. Runs that
 * diverged are left out.
 */
public final class ResidualTrainer {

  /**
   * Smallest unit of the residuals, in the transformed objective. It avoids a division by 0 where
   * the modal model is exact.
   */
  private static final double SMALLEST_UNIT = 1e-6;

  /**
   * Smallest standard deviation of log rates. With rates that hardly differ, a smaller one would
   * enlarge noise.
   */
  private static final double SMALLEST_SPREAD = 0.1;

  private final ModalConfig modalConfig;
  private final ResidualConfig config;

  /** Trains with the given settings. */
  public ResidualTrainer(ModalConfig modalConfig, ResidualConfig config) {
    this.modalConfig = modalConfig;
    this.config = config;
  }

  /**
   * Modal model and residual by name, the residual used whether or not it wins; the modal model
   * alone where there are too few runs to leave any out.
   */
  public FittingMethod method() {
    return new FittingMethod(ResidualForecaster.NAME, this::corrected);
  }

  private Forecaster corrected(Sweep sweep) {
    ModalForecaster modal = new ModalTrainer(modalConfig).fit(sweep);
    return fit(sweep, modal)
        .<Forecaster>map(fitted -> new ResidualForecaster(modal, fitted.residual()))
        .orElse(modal);
  }

  /**
   * Fits the residual of a modal model.
   *
   * @param modal fitted to the same sweep
   * @return empty where there are fewer than two folds of runs, or the modal model cannot be fitted
   *     without one of them
   */
  public Optional<FittedResidual> fit(Sweep sweep, ModalForecaster modal) {
    HeldOut heldOut = new HeldOut(sweep);
    return heldOut
        .fits(rest -> new ModalTrainer(modalConfig.brief()).fit(rest))
        .flatMap(byFold -> fit(sweep, modal, heldOut, byFold));
  }

  /**
   * Likewise, where the modal models of the folds are there already.
   *
   * @param byFold modal models without each fold's runs
   */
  public Optional<FittedResidual> fit(
      Sweep sweep, ModalForecaster modal, HeldOut heldOut, List<ModalForecaster> byFold) {
    List<Run> runs = usable(heldOut);
    if (runs.isEmpty()) {
      return Optional.empty();
    }
    MetricTransform transform = sweep.objective().transform();
    RateGrid grid = grid(sweep, runs);
    int intervals = grid.intervals(grid.lastStep());
    double[][] whole = residuals(modal, runs, grid, transform, intervals);
    double unit = unit(whole);
    double[][][] features =
        runs.stream()
            .map(run -> grid.features(schedule(run), intervals))
            .toArray(double[][][]::new);
    double[][][] all =
        byFold.stream()
            .map(fitted -> inUnits(residuals(fitted, runs, grid, transform, intervals), unit))
            .toArray(double[][][]::new);
    int[] foldOf = foldOf(runs, heldOut);
    double[][][] targets = targets(all, foldOf, inUnits(whole, unit));
    ResidualFit fit =
        new ResidualFit(config, new ResidualSeries(features, targets), DataType.FLOAT32);
    fit.runTo(config.steps());
    Shrinkage shrinkage = Shrinkage.of(all, foldOf, fold -> read(fit.parameters(fold), features));
    List<ResidualForecaster> corrected = corrected(byFold, fit, grid, unit, shrinkage);
    return Optional.of(
        new FittedResidual(
            new NeuralResidual(
                config.sizes(), fit.parameters(byFold.size()), grid, unit, shrinkage.ofAll()),
            heldOut.error(ModalForecaster.NAME, byFold),
            heldOut.error(ResidualForecaster.NAME, corrected),
            config.smallestGain()));
  }

  /** The runs of all folds that did not diverge, fold by fold. */
  private static List<Run> usable(HeldOut heldOut) {
    return heldOut.folds().stream().flatMap(List::stream).filter(run -> !run.diverged()).toList();
  }

  /** Which fold each run is held out with, (run). */
  private static int[] foldOf(List<Run> runs, HeldOut heldOut) {
    List<List<Run>> folds = heldOut.folds();
    return runs.stream()
        .mapToInt(
            run ->
                IntStream.range(0, folds.size())
                    .filter(fold -> folds.get(fold).contains(run))
                    .findFirst()
                    .orElseThrow())
        .toArray();
  }

  /**
   * What the fits learn from: one fit a fold, which may not see the runs that the fold holds out,
   * and last the fit to all runs.
   *
   * @param all residuals of the folds' modal models in units, (fold, run, interval)
   * @param foldOf which fold a run is held out with, (run)
   * @param whole residuals of the whole sweep's modal model in units, (run, interval)
   * @return (fit, run, interval), NaN where not observed or not to be seen
   */
  private static double[][][] targets(double[][][] all, int[] foldOf, double[][] whole) {
    double[][][] targets = new double[all.length + 1][][];
    for (int fold = 0; fold < all.length; fold++) {
      targets[fold] = all[fold].clone();
      for (int run = 0; run < foldOf.length; run++) {
        if (foldOf[run] == fold) {
          targets[fold][run] = new double[all[fold][run].length];
          Arrays.fill(targets[fold][run], Double.NaN);
        }
      }
    }
    targets[all.length] = whole;
    return targets;
  }

  /**
   * Each fold's modal model and residual, neither of which has seen the runs held out.
   *
   * @return one a fold
   */
  private List<ResidualForecaster> corrected(
      List<ModalForecaster> byFold,
      ResidualFit fit,
      RateGrid grid,
      double unit,
      Shrinkage shrinkage) {
    return IntStream.range(0, byFold.size())
        .mapToObj(
            fold ->
                new ResidualForecaster(
                    byFold.get(fold),
                    new NeuralResidual(
                        config.sizes(), fit.parameters(fold), grid, unit, shrinkage.without(fold))))
        .toList();
  }

  /** What a fit gives, (member, run, interval). */
  private double[][][] read(double[][] parameters, double[][][] features) {
    return NeuralResidual.read(config.sizes().layout(), parameters, features);
  }

  private static LoggedSchedule schedule(Run run) {
    return run.schedule();
  }

  private static RateGrid grid(Sweep sweep, List<Run> runs) {
    double floor = SweepOutcomes.of(sweep, sweep.totalSteps()).bounds().minimum();
    double last = runs.stream().mapToDouble(run -> run.trajectory().lastStep()).max().orElseThrow();
    RateGrid raw = new RateGrid(sweep.totalSteps(), last, floor, 0, 1);
    double[] rates =
        runs.stream()
            .flatMapToDouble(
                run ->
                    Arrays.stream(
                        raw.logLearningRate(
                            schedule(run), raw.intervals(run.trajectory().lastStep()))))
            .toArray();
    double mean = Arrays.stream(rates).average().orElseThrow();
    double variance =
        Arrays.stream(rates).map(rate -> (rate - mean) * (rate - mean)).average().orElseThrow();
    return new RateGrid(
        sweep.totalSteps(), last, floor, mean, Math.max(SMALLEST_SPREAD, Math.sqrt(variance)));
  }

  /**
   * Observed less predicted transformed objective, the mean over each interval.
   *
   * @return (run, interval), NaN where nothing was observed
   */
  private static double[][] residuals(
      Forecaster forecaster,
      List<Run> runs,
      RateGrid grid,
      MetricTransform transform,
      int intervals) {
    double[][] residuals = new double[runs.size()][intervals];
    for (int r = 0; r < residuals.length; r++) {
      Trajectory trajectory = runs.get(r).trajectory();
      int[] observed =
          IntStream.range(0, trajectory.length())
              .filter(
                  i ->
                      trajectory.step()[i] > 0
                          && Double.isFinite(transform.apply(trajectory.objective()[i])))
              .toArray();
      double[] steps = Arrays.stream(observed).mapToDouble(i -> trajectory.step()[i]).toArray();
      double[] predicted = forecaster.forecast(schedule(runs.get(r)), steps).mean();
      int[] counts = new int[intervals];
      for (int t = 0; t < steps.length; t++) {
        int k = Math.min(intervals - 1, grid.interval(steps[t]));
        residuals[r][k] += transform.apply(trajectory.objective()[observed[t]]) - predicted[t];
        counts[k]++;
      }
      for (int k = 0; k < intervals; k++) {
        residuals[r][k] = counts[k] == 0 ? Double.NaN : residuals[r][k] / counts[k];
      }
    }
    return residuals;
  }

  /** Root mean square of what lies within the middle nine tenths, by size. */
  private static double unit(double[][] residuals) {
    double[] sizes =
        Arrays.stream(residuals)
            .flatMapToDouble(Arrays::stream)
            .filter(Double::isFinite)
            .map(Math::abs)
            .sorted()
            .toArray();
    double squares =
        Arrays.stream(sizes)
            .limit(Math.max(1, sizes.length * 9L / 10))
            .map(size -> size * size)
            .average()
            .orElse(0);
    return Math.max(SMALLEST_UNIT, Math.sqrt(squares));
  }

  private double[][] inUnits(double[][] residuals, double unit) {
    double largest = config.largestResidual();
    return Arrays.stream(residuals)
        .map(
            run ->
                Arrays.stream(run)
                    .map(value -> Math.max(-largest, Math.min(largest, value / unit)))
                    .toArray())
        .toArray(double[][]::new);
  }
}
