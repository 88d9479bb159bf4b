package io.lode.model.modal;

import io.lode.forecast.FittingMethod;
import io.lode.forecast.SweepOutcomes;
import io.lode.forecast.TrainingException;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.SweepLearning;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/**
 * Fits an ensemble of modal latent ODEs to a sweep: the most probable fit, then refits under random
 * weights of the runs (Bayesian bootstrap).
 *
 * <p>Runs near the best one count most, since that is where the search asks.
 */
public final class ModalTrainer {

  private final ModalConfig config;
  private final Optional<WeightNormConfig> weightNorm;

  /** Trains with the given settings, the norm of the network's weights left out. */
  public ModalTrainer(ModalConfig config) {
    this(config, Optional.empty());
  }

  /**
   * Trains with the given settings.
   *
   * @param weightNorm what is expected of the norm of the network's weights; empty where the norm
   *     is left out of the model
   */
  public ModalTrainer(ModalConfig config, Optional<WeightNormConfig> weightNorm) {
    this.config = config;
    this.weightNorm = weightNorm;
  }

  /** The same fit, by name. */
  public FittingMethod method() {
    return new FittingMethod(ModalForecaster.NAME, this::fit);
  }

  /**
   * Fits the ensemble to the runs that learned ({@link SweepLearning}).
   *
   * @throws TrainingException if no run has a usable observation
   */
  public ModalForecaster fit(Sweep whole) {
    Sweep sweep = SweepLearning.teaching(whole);
    MetricTransform transform = sweep.objective().transform();
    double totalSteps = whole.totalSteps();
    List<ModalObservations> runs = new ArrayList<>();
    double largestRate = 0;
    for (Run run : sweep.runs()) {
      Optional<ModalObservations> observed =
          ModalObservations.of(run, transform, totalSteps, config.weights());
      observed.ifPresent(runs::add);
      for (double rate : run.trajectory().learningRate()) {
        largestRate = Math.max(largestRate, rate);
      }
    }
    if (runs.isEmpty() || largestRate == 0) {
      throw new TrainingException(
          "group "
              + sweep.group()
              + ": no run has a finite "
              + sweep.objective().metric()
              + " and a positive learning rate");
    }
    double safe = SweepOutcomes.of(sweep, totalSteps).bounds().maximum();
    double start = Math.exp(runs.stream().mapToDouble(run -> run.values()[0]).max().orElseThrow());
    ModalBasis basis =
        ModalBasis.of(config.grid(), largestRate, Math.min(largestRate, safe), totalSteps)
            .startingAt(start);
    double[] focus = focus(runs);
    ModalFit.Fitted best =
        best(
            basis,
            runs,
            focus,
            weightNorm
                .map(norm -> WeightNormPrior.of(sweep, basis, norm))
                .orElse(WeightNormPrior.ABSENT));
    return new ModalForecaster(basis, members(basis, runs, focus, best));
  }

  private ModalFit.Fitted best(
      ModalBasis basis, List<ModalObservations> runs, double[] focus, WeightNormPrior weightNorm) {
    double smallestLoss =
        Math.exp(runs.stream().mapToDouble(ModalObservations::smallest).min().orElseThrow());
    ModalFit.Fitted best = null;
    for (int start = 0; start < config.effort().starts(); start++) {
      ModalPrior prior =
          ModalPrior.of(
              basis,
              smallestLoss,
              config.prior().floorGuesses().get(start),
              config.prior(),
              weightNorm);
      ModalFit.Fitted fitted =
          new ModalFit(basis, runs, focus, prior, config).fit(config.effort().iterations());
      if (best == null || fitted.cost() < best.cost()) {
        best = fitted;
      }
    }
    return best;
  }

  private List<ModalParameters> members(
      ModalBasis basis, List<ModalObservations> runs, double[] focus, ModalFit.Fitted best) {
    SplittableRandom random = new SplittableRandom(config.seed());
    List<ModalParameters> members = new ArrayList<>();
    members.add(new ModalParameters(best.parameters()));
    while (members.size() < config.effort().members()) {
      double[] weights = new double[focus.length];
      for (int run = 0; run < weights.length; run++) {
        weights[run] = focus[run] * -Math.log1p(-random.nextDouble());
      }
      ModalFit fit = new ModalFit(basis, runs, scaledToMeanOne(weights), best.prior(), config);
      members.add(
          new ModalParameters(
              fit.continueFrom(best, config.effort().bootstrapIterations()).parameters()));
    }
    return members;
  }

  /** Weights that fall with the log distance of a run's last values from the best run's. */
  private double[] focus(List<ModalObservations> runs) {
    double[] last = new double[runs.size()];
    for (int run = 0; run < last.length; run++) {
      double[] values = runs.get(run).values();
      last[run] =
          Arrays.stream(
                  values,
                  Math.max(0, values.length - config.weights().focusPoints()),
                  values.length)
              .average()
              .orElseThrow();
    }
    double best = Arrays.stream(last).min().orElseThrow();
    double[] weights = new double[last.length];
    for (int run = 0; run < last.length; run++) {
      double distance = (last[run] - best) / config.weights().focusWidth();
      weights[run] = 1 / (1 + distance * distance);
    }
    return scaledToMeanOne(weights);
  }

  private static double[] scaledToMeanOne(double[] weights) {
    double mean = Arrays.stream(weights).average().orElseThrow();
    return Arrays.stream(weights).map(weight -> weight / mean).toArray();
  }
}
