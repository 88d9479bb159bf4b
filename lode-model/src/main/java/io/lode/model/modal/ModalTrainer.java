package io.lode.model.modal;

import io.lode.forecast.FittingMethod;
import io.lode.forecast.SweepOutcomes;
import io.lode.forecast.TrainingException;
import io.lode.model.modal.curvature.CurvatureResponse;
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
  private final Optional<ModalExpectation> expectation;
  private final Optional<ModalTail> tail;
  private final CurvatureResponse curvature;

  /** Trains with the given settings. */
  public ModalTrainer(ModalConfig config) {
    this(config, Optional.empty(), Optional.empty(), CurvatureResponse.NONE);
  }

  private ModalTrainer(
      ModalConfig config,
      Optional<ModalExpectation> expectation,
      Optional<ModalTail> tail,
      CurvatureResponse curvature) {
    this.config = config;
    this.expectation = expectation;
    this.tail = tail;
    this.curvature = curvature;
  }

  /**
   * The same fit, shrunk to what other groups showed instead of to the constants of the settings.
   *
   * @param other what they showed; empty for the constants
   */
  public ModalTrainer expecting(Optional<? extends ModalExpectation> other) {
    return new ModalTrainer(config, other.map(given -> given), tail, curvature);
  }

  /** The same fit with an expectation of the slow modes beside what else is expected. */
  public ModalTrainer expecting(ModalTail slowModes) {
    return new ModalTrainer(config, expectation, Optional.of(slowModes), curvature);
  }

  /** The same fit of a model whose curvature follows the learning rate. */
  public ModalTrainer under(CurvatureResponse response) {
    return new ModalTrainer(config, expectation, tail, response);
  }

  /** The same fit in short: a few members from one start, for measuring held-out error. */
  public ModalTrainer briefEnsemble() {
    return new ModalTrainer(config.briefEnsemble(), expectation, tail, curvature);
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
    Prepared prepared = prepared(whole);
    return new ModalForecaster(prepared.setting().basis(), members(prepared, best(prepared)));
  }

  /**
   * What the runs of a group say of its unknowns, from one fit.
   *
   * @throws TrainingException if no run has a usable observation
   */
  public ModalEvidence evidence(Sweep whole) {
    Prepared prepared = prepared(whole);
    ModalFit.Fitted fitted = best(prepared);
    return prepared
        .fit(prepared.focus(), fitted.prior())
        .curvature(fitted)
        .evidence(prepared.setting());
  }

  /**
   * What a fit is made of.
   *
   * @param runs what is seen of the runs that learned
   * @param focus how much each counts, (run)
   */
  private record Prepared(
      ModalSetting setting, List<ModalObservations> runs, double[] focus, ModalConfig config) {

    ModalFit fit(double[] weights, ModalPrior prior) {
      return new ModalFit(setting.basis(), runs, weights, prior, config);
    }
  }

  private Prepared prepared(Sweep whole) {
    Sweep sweep = SweepLearning.teaching(whole);
    MetricTransform transform = sweep.objective().transform();
    double totalSteps = whole.totalSteps();
    List<ModalObservations> runs = new ArrayList<>();
    List<Double> peaks = new ArrayList<>();
    double largestRate = 0;
    for (Run run : sweep.runs()) {
      Optional<ModalObservations> observed =
          ModalObservations.of(run, transform, totalSteps, config.weights());
      double peak = 0;
      for (double rate : run.trajectory().learningRate()) {
        peak = Math.max(peak, rate);
      }
      largestRate = Math.max(largestRate, peak);
      if (observed.isPresent()) {
        runs.add(observed.get());
        peaks.add(peak);
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
            .startingAt(start)
            .with(curvature);
    double[] last = lastLevels(runs);
    ModalSetting setting =
        new ModalSetting(
            sweep,
            basis,
            Math.exp(runs.stream().mapToDouble(ModalObservations::smallest).min().orElseThrow()),
            usualRate(last, peaks, largestRate),
            WeightNormPrior.of(sweep, basis, config.weightNorm()));
    return new Prepared(setting, runs, focus(last), config);
  }

  /** The largest rate of the run that ended best, of those with a positive rate. */
  private static double usualRate(double[] last, List<Double> peaks, double largestRate) {
    double best = Double.POSITIVE_INFINITY;
    double usual = largestRate;
    for (int run = 0; run < last.length; run++) {
      if (peaks.get(run) > 0 && last[run] < best) {
        best = last[run];
        usual = peaks.get(run);
      }
    }
    return usual;
  }

  private ModalFit.Fitted best(Prepared prepared) {
    List<ModalPrior> priors = priors(prepared.setting());
    ModalFit.Fitted best = null;
    double least = Double.POSITIVE_INFINITY;
    for (ModalPrior prior : priors) {
      ModalFit fit = prepared.fit(prepared.focus(), prior);
      ModalFit.Fitted fitted = fit.fit(config.effort().iterations());
      double cost =
          expectation.isPresent() && priors.size() > 1
              ? fit.curvature(fitted).surprise()
              : fitted.cost();
      if (best == null || cost < least) {
        best = fitted;
        least = cost;
      }
    }
    return best;
  }

  /**
   * What other groups say, or the constants of the settings, from several guesses of the floor; and
   * what is expected of slow modes. Other groups say more of driven modes than that does.
   */
  private List<ModalPrior> priors(ModalSetting setting) {
    List<ModalPrior> priors =
        expectation.isPresent() ? expectation.get().of(setting) : constants(setting);
    return tail.isEmpty()
        ? priors
        : priors.stream().map(prior -> tail.get().ofDecaying(prior, setting)).toList();
  }

  private List<ModalPrior> constants(ModalSetting setting) {
    return config.prior().floorGuesses().stream()
        .limit(config.effort().starts())
        .map(
            guess ->
                ModalPrior.of(
                    setting.basis(),
                    setting.smallestLoss(),
                    guess,
                    config.prior(),
                    setting.weightNorm()))
        .map(prior -> tail.isEmpty() ? prior : tail.get().ofDriven(prior, setting))
        .toList();
  }

  private List<ModalParameters> members(Prepared prepared, ModalFit.Fitted best) {
    double[] focus = prepared.focus();
    SplittableRandom random = new SplittableRandom(config.seed());
    List<ModalParameters> members = new ArrayList<>();
    members.add(new ModalParameters(best.parameters()));
    while (members.size() < config.effort().members()) {
      double[] weights = new double[focus.length];
      for (int run = 0; run < weights.length; run++) {
        weights[run] = focus[run] * -Math.log1p(-random.nextDouble());
      }
      // Random weights of one run or two say little of what is not known; draws of the prior do.
      ModalPrior prior = expectation.isPresent() ? best.prior().drawn(random) : best.prior();
      ModalFit fit = prepared.fit(scaledToMeanOne(weights), prior);
      members.add(
          new ModalParameters(
              fit.continueFrom(best, config.effort().bootstrapIterations()).parameters()));
    }
    return members;
  }

  /** Mean of a run's last values, (run). */
  private double[] lastLevels(List<ModalObservations> runs) {
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
    return last;
  }

  /** Weights that fall with the log distance of a run's last values from the best run's. */
  private double[] focus(double[] last) {
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
