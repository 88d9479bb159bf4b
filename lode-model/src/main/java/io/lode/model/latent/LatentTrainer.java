package io.lode.model.latent;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.lode.forecast.FittingMethod;
import io.lode.forecast.Outcomes;
import io.lode.forecast.SweepOutcomes;
import io.lode.forecast.TrainingException;
import io.lode.model.network.FitCheckpoints;
import io.lode.ode.Tensors;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.SweepLearning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Fits an ensemble of the papers' latent ODEs to a sweep, on random sub-windows of its runs.
 *
 * <p>A run that diverged counts up to its divergence. A run shorter than two of the sixty intervals
 * is left out.
 */
public final class LatentTrainer {

  /**
   * Fewest observations of a run that is used, as a count: one to start from and one to predict.
   */
  private static final int SHORTEST = 2;

  private final LatentConfig config;

  /** Trains with the given settings. */
  public LatentTrainer(LatentConfig config) {
    this.config = config;
  }

  /** The same fit, by name. */
  public FittingMethod method() {
    return new FittingMethod(LatentForecaster.NAME, this::fit);
  }

  /**
   * Fits the ensemble.
   *
   * @throws TrainingException if no run is long enough
   */
  public LatentForecaster fit(Sweep sweep) {
    return fit(sweep, FitCheckpoints.none());
  }

  /**
   * Fits the ensemble, from the last checkpoint on where there is one, which gives the same result
   * as a fit that was not interrupted.
   *
   * @param checkpoints of this sweep under these settings
   * @throws TrainingException if no run is long enough
   * @throws IllegalArgumentException if the last checkpoint is of other sizes
   */
  public LatentForecaster fit(Sweep whole, FitCheckpoints checkpoints) {
    Sweep sweep = SweepLearning.teaching(whole);
    double totalSteps = whole.totalSteps();
    double floor = SweepOutcomes.of(sweep, totalSteps).bounds().minimum();
    RunGrid grid = new RunGrid(totalSteps, floor, sweep.objective().transform());
    List<double[][]> runs = new ArrayList<>();
    for (Run run : sweep.runs()) {
      double[][] features = grid.features(run);
      boolean observed =
          Arrays.stream(features).anyMatch(row -> !Double.isNaN(row[RunGrid.OBJECTIVE]));
      if (features.length >= SHORTEST && observed) {
        runs.add(features);
      }
    }
    if (runs.isEmpty()) {
      throw new TrainingException(
          "group "
              + sweep.group()
              + ": no run logged "
              + sweep.objective().metric()
              + " over at least "
              + SHORTEST
              + " of "
              + Outcomes.INTERVALS
              + " intervals");
    }
    FeatureScale scale = FeatureScale.of(runs);
    double[][][] values = runs.stream().map(scale::apply).toArray(double[][][]::new);
    TimeSeries series = new TimeSeries(values, 1.0 / Outcomes.INTERVALS);
    LatentFit fit = new LatentFit(config, series, WindowChoice.RANDOM, DataType.FLOAT32);
    checkpoints.last().ifPresent(fit::restore);
    while (fit.step() < config.effort().steps()) {
      fit.runTo(
          (int) Math.min(config.effort().steps(), (long) fit.step() + checkpoints.everySteps()));
      if (fit.step() < config.effort().steps()) {
        checkpoints.save(fit.checkpoint());
      }
    }
    double[][] rates =
        runs.stream()
            .map(
                run ->
                    Arrays.stream(run).mapToDouble(row -> row[RunGrid.LOG_LEARNING_RATE]).toArray())
            .toArray(double[][]::new);
    return new LatentForecaster(
        new LatentEnsemble(
            fit.layout(), fit.checkpoint().parameters(), scale, grid, codes(fit, values), rates));
  }

  /** Codes of whole runs, (member, run, latent). */
  private double[][][] codes(LatentFit fit, double[][][] values) {
    double[][] parameters = fit.checkpoint().parameters();
    int members = parameters.length;
    int channels = fit.layout().sizes().latent();
    double[][][] codes = new double[members][values.length][];
    double[] flat = Arrays.stream(parameters).flatMapToDouble(Arrays::stream).toArray();
    try (NDManager manager = Tensors.manager()) {
      NDArray leaf =
          Tensors.array(manager, flat, new Shape(members, fit.layout().count()), DataType.FLOAT32);
      LatentOde model = new LatentOde(fit.layout(), leaf);
      for (int run = 0; run < values.length; run++) {
        int length = Math.min(values[run].length, Outcomes.INTERVALS);
        double[][] filled = Gaps.filled(values[run], 0, length);
        double[] inputs = new double[length * members * (RunGrid.FEATURES + 1)];
        int at = 0;
        for (int t = 0; t < length; t++) {
          for (int member = 0; member < members; member++) {
            inputs[at++] = t / (double) Outcomes.INTERVALS;
            for (double value : filled[t]) {
              inputs[at++] = value;
            }
          }
        }
        double[] code =
            Tensors.values(
                model.encode(
                    Tensors.array(
                        manager,
                        inputs,
                        new Shape(length, members, 1, RunGrid.FEATURES + 1),
                        DataType.FLOAT32)));
        for (int member = 0; member < members; member++) {
          codes[member][run] = Arrays.copyOfRange(code, member * channels, (member + 1) * channels);
        }
      }
    }
    return codes;
  }
}
