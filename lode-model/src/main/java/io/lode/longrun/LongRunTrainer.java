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
import io.lode.statistics.Spread;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.ObservedCurve;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Fits forecasters of trainings that are longer than the runs, and finds out how wrong they are.
 *
 * <p>Where the lengths of a group's runs differ, the shorter ones are fitted and the longer ones
 * forecast: how far that is off, for each e-fold of length, is what the band grows by. What other
 * groups showed counts as some runs more.
 */
public final class LongRunTrainer {

  /** Fewest runs that a fit of the shorter ones needs. */
  private static final int FEWEST_SHORT_RUNS = 3;

  /** Runs this much longer than those fitted count as longer. Ratio. */
  private static final double LONGER = 1.15;

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
    double within = Spread.aroundZero(residuals(sweep.runs(), fitted, sweep, 0).residual());
    return new LongRunForecaster(
        fitted,
        new RunResiduals(sweep, fitted, reach, config.likeRates()),
        reach,
        new ForecastError(within, perLength(sweep), rateError(sweep)));
  }

  /**
   * Few runs say little of rates that they did not hold; other groups say how much that matters.
   */
  private double rateError(Sweep sweep) {
    return expectation
        .map(others -> others.rateErrorOfOneRun() / sweep.runs().size())
        .filter(error -> error > config.rateError())
        .orElse(config.rateError());
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

  /**
   * The error that each e-fold of length adds, from the group's own longer runs and from others.
   */
  private double perLength(Sweep sweep) {
    double squares = config.usualRuns() * config.lengthError() * config.lengthError();
    double count = config.usualRuns();
    OptionalDouble cut = lengthToCutAt(sweep);
    if (cut.isPresent()) {
      double longest = cut.getAsDouble();
      ModalForecaster fitted = fitted(upTo(sweep, longest), modal.brief());
      for (Run run : sweep.runs()) {
        if (run.diverged() || run.trajectory().lastStep() < LONGER * longest) {
          continue;
        }
        Residuals beyond = residuals(List.of(run), fitted, sweep, longest);
        double sum = 0;
        double distances = 0;
        for (int i = 0; i < beyond.step().length; i++) {
          double distance = Math.log(beyond.step()[i] / longest);
          sum += beyond.residual()[i] * beyond.residual()[i];
          distances += distance * distance;
        }
        if (distances > 0) {
          squares += sum / distances;
          count++;
        }
      }
    }
    return Math.sqrt(squares / count);
  }

  /** The length up to which runs are many, and beyond which, too; empty where all have one. */
  private static OptionalDouble lengthToCutAt(Sweep sweep) {
    double[] lengths =
        sweep.runs().stream()
            .filter(run -> !run.diverged())
            .mapToDouble(run -> run.trajectory().lastStep())
            .sorted()
            .toArray();
    OptionalDouble best = OptionalDouble.empty();
    int most = 0;
    for (int i = FEWEST_SHORT_RUNS - 1; i < lengths.length; i++) {
      double length = lengths[i];
      int longer = (int) Arrays.stream(lengths).filter(other -> other >= LONGER * length).count();
      int both = Math.min(i + 1, longer);
      if (longer > 0 && both >= most) {
        most = both;
        best = OptionalDouble.of(length);
      }
    }
    return best;
  }

  private static Sweep upTo(Sweep sweep, double longest) {
    return new Sweep(
        sweep.group(),
        sweep.objective(),
        sweep.runs().stream().filter(run -> run.trajectory().lastStep() <= longest).toList());
  }

  /** Observed less forecast log objective, at the steps after one. */
  private record Residuals(double[] step, double[] residual) {}

  private static Residuals residuals(
      List<Run> runs, ModalForecaster fitted, Sweep sweep, double after) {
    MetricTransform transform = sweep.objective().transform();
    List<double[]> found = new ArrayList<>();
    for (Run run : runs) {
      if (run.diverged()) {
        continue;
      }
      // The second half of a run within the fit, everything beyond it: the start is not what a plan
      // is judged by.
      double from = after > 0 ? after : 0.5 * run.trajectory().lastStep();
      ObservedCurve observed = ObservedCurve.of(run.trajectory(), transform).beyond(from);
      if (observed.length() == 0) {
        continue;
      }
      double[] mean = fitted.forecast(run.schedule(), observed.step()).mean();
      for (int i = 0; i < mean.length; i++) {
        found.add(new double[] {observed.step()[i], observed.value()[i] - mean[i]});
      }
    }
    return new Residuals(
        found.stream().mapToDouble(pair -> pair[0]).toArray(),
        found.stream().mapToDouble(pair -> pair[1]).toArray());
  }
}
