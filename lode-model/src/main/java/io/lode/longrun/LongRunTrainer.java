package io.lode.longrun;

import io.lode.forecast.FittingMethod;
import io.lode.forecast.TrainingException;
import io.lode.model.modal.ModalBasis;
import io.lode.model.modal.ModalConfig;
import io.lode.model.modal.ModalEvidence;
import io.lode.model.modal.ModalExpectation;
import io.lode.model.modal.ModalForecaster;
import io.lode.model.modal.ModalParameters;
import io.lode.model.modal.ModalTrainer;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fits forecasters of trainings that are longer than the runs, and finds out how wrong they are
 * ({@link ErrorMeasurement}).
 */
public final class LongRunTrainer {

  /**
   * Guess of the floor where a group is asked what its runs say alone, as a part of the smallest
   * loss seen, and the width of its logarithm: the group must not answer with the guess.
   */
  private static final double OPEN_FLOOR = 0.7;

  private static final double OPEN_FLOOR_WIDTH = 0.3;

  private final ModalConfig modal;
  private final LongRunConfig config;
  private final Optional<ModalExpectation> expectation;

  /**
   * Trains with the given settings.
   *
   * @param modal of the fits; what long runs expect of slow modes, of the floor, of runs' offsets
   *     and of early values replaces or joins its own
   */
  public LongRunTrainer(ModalConfig modal, LongRunConfig config) {
    this(modal, config, Optional.empty());
  }

  private LongRunTrainer(
      ModalConfig modal, LongRunConfig config, Optional<ModalExpectation> expectation) {
    this.modal = modal;
    this.config = config;
    this.expectation = expectation;
  }

  /**
   * The same fit, shrunk to what other groups showed instead of to the constants of the settings.
   *
   * @param other what they showed; empty for the constants
   */
  public LongRunTrainer expecting(Optional<? extends ModalExpectation> other) {
    return new LongRunTrainer(modal, config, other.map(given -> given));
  }

  /**
   * What the runs of a group say of the unknowns of the model of long runs, from one fit.
   *
   * @throws TrainingException if no run has a usable observation
   */
  public ModalEvidence evidence(Sweep sweep) {
    return trainer(modal.fromOneStart(), OPEN_FLOOR, OPEN_FLOOR_WIDTH).evidence(sweep);
  }

  /** The same fit, by name. */
  public FittingMethod method() {
    return new FittingMethod(LongRunForecaster.NAME, this::fit);
  }

  /**
   * Fits a group.
   *
   * @throws TrainingException if no run has a usable observation
   * @throws IllegalArgumentException if no run survived at a positive rate
   */
  public LongRunForecaster fit(Sweep sweep) {
    Reach reach = Reach.of(sweep);
    ModalForecaster fitted = fitted(sweep, modal.fromOneStart());
    ErrorMeasurement errors =
        new ErrorMeasurement(config.error(), part -> fitted(part, modal.brief()));
    return new LongRunForecaster(
        fitted,
        new RunResiduals(sweep, fitted, reach, config.likeRates()),
        reach,
        new ForecastError(
            ErrorMeasurement.within(sweep, fitted),
            errors.otherRun(sweep),
            errors.perLength(sweep),
            rateError(sweep)));
  }

  /**
   * Few runs say little of rates that they did not hold; other groups say how much that matters.
   */
  private double rateError(Sweep sweep) {
    return expectation
        .map(others -> others.rateErrorOfOneRun() / sweep.runs().size())
        .filter(error -> error > config.error().rateError())
        .orElse(config.error().rateError());
  }

  /**
   * The members of one fit for each guess of the smallest reachable loss: the runs do not tell it,
   * and it decides how the loss goes on.
   */
  private ModalForecaster fitted(Sweep sweep, ModalConfig fit) {
    ModalConfig late = fit.with(fit.weights().withSettling(config.settling()));
    if (expectation.isPresent()) {
      // What other groups showed was read under a curvature that stays, and holds for that alone.
      return trainer(late, config.floorGuesses().get(0), config.floorWidth())
          .expecting(expectation)
          .expecting(config.tail())
          .fit(sweep);
    }
    List<ModalParameters> members = new ArrayList<>();
    ModalBasis basis = null;
    for (double guess : config.floorGuesses()) {
      ModalForecaster one =
          trainer(late, guess, config.floorWidth())
              .expecting(config.tail())
              .under(config.curvature())
              .fit(sweep);
      basis = one.basis();
      members.addAll(one.members());
    }
    return new ModalForecaster(basis, members);
  }

  /**
   * The fit of the model for horizons within the runs, from the first guess of the floor: early
   * values count as they do there, and nothing is expected of the slow modes.
   */
  public ModalTrainer modal() {
    return trainer(modal.fromOneStart(), config.floorGuesses().get(0), config.floorWidth())
        .expecting(expectation);
  }

  private ModalTrainer trainer(ModalConfig fit, double floorGuess, double floorWidth) {
    return new ModalTrainer(
        fit.with(fit.grid().reaching(config.slowestMode(), config.modes()))
            .with(fit.prior().with(floorGuess, floorWidth, config.offsetWidth()))
            .with(fit.weights().withLeastTrust(config.leastTrust())));
  }
}
