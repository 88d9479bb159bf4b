package io.lode.lab.heldout;

import io.lode.ensemble.EnsembleTrainer;
import io.lode.ensemble.FittedEnsemble;
import io.lode.ensemble.SearchPanel;
import io.lode.evaluation.BandCalibration;
import io.lode.evaluation.CalibratedBands;
import io.lode.evaluation.Coverage;
import io.lode.evaluation.HeldOut;
import io.lode.evaluation.OutcomeBands;
import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Forecaster;
import io.lode.forecast.Panel;
import io.lode.forecast.SweepOutcomes;
import io.lode.forecast.TrainingException;
import io.lode.hyperparameter.Effects;
import io.lode.hyperparameter.SettledForecaster;
import io.lode.hyperparameter.SettledSweep;
import io.lode.schedule.Schedule;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Whether bands hold what they promise for runs that neither the fit nor the correction of the
 * bands has seen.
 *
 * <p>The runs of a group are held out in folds. What is left of the group is fitted as {@code lode
 * train} does it: it holds out runs of its own, and corrects its bands by them. The fold's runs
 * then judge the forecasts.
 */
public final class CalibrationBench {

  /** Half the width of a Gaussian's band that holds 95%, in standard deviations. */
  private static final double GAUSSIAN_TAIL = 2;

  private final EnsembleTrainer trainer;
  private final Function<Sweep, Effects> effects;

  /**
   * Measures what a trainer fits.
   *
   * @param effects finds out what hyperparameters beside the rate do; each fold asks it about the
   *     runs that are left
   */
  public CalibrationBench(EnsembleTrainer trainer, Function<Sweep, Effects> effects) {
    this.trainer = trainer;
    this.effects = effects;
  }

  /**
   * What came of one group.
   *
   * @param group its name
   * @param runs that were held out and forecast with corrected bands
   * @param uncorrected68 part of their observations within one standard deviation, before
   * @param uncorrected95 the same within two
   * @param within68 part within the corrected band of 68%
   * @param within95 part within the corrected band of 95%
   * @param outcomes held-out runs whose final outcome was forecast as a search forecasts it
   * @param outcome68 part of these within one standard deviation, that of the forecast and the
   *     noise of one run together; NaN where there are none
   * @param outcome95 the same within the band that is to hold 95%
   */
  public record Row(
      String group,
      int runs,
      double uncorrected68,
      double uncorrected95,
      double within68,
      double within95,
      int outcomes,
      double outcome68,
      double outcome95) {

    private static Row of(
        String group, Coverage uncorrected, Coverage corrected, Optional<Coverage> outcome) {
      return new Row(
          group,
          corrected.runs(),
          uncorrected.one(),
          uncorrected.two(),
          corrected.one(),
          corrected.two(),
          outcome.map(Coverage::runs).orElse(0),
          outcome.map(Coverage::one).orElse(Double.NaN),
          outcome.map(Coverage::two).orElse(Double.NaN));
    }

    private Optional<Coverage> outcome() {
      return outcomes == 0
          ? Optional.empty()
          : Optional.of(new Coverage(outcome68, outcome95, outcomes));
    }
  }

  /** Measures one group; empty where its runs are too few to correct any band. */
  public Optional<Row> measure(Sweep sweep) {
    HeldOut heldOut = new HeldOut(sweep);
    List<Coverage> before = new ArrayList<>();
    List<Coverage> after = new ArrayList<>();
    List<Coverage> outcomes = new ArrayList<>();
    for (int fold = 0; fold < heldOut.folds().size(); fold++) {
      Optional<Fold> fitted = fitted(heldOut.rest(fold));
      if (fitted.isPresent() && fitted.get().ensemble().bands().isPresent()) {
        Fold left = fitted.get();
        BandCalibration bands =
            left.ensemble().bands().map(CalibratedBands::calibration).orElseThrow();
        before.add(
            Coverage.of(heldOut.forecasts(fold, left.settled(left.ensemble().uncorrected()))));
        after.add(
            Coverage.of(
                heldOut.forecasts(fold, left.settled(left.ensemble().chosen())), bands.tail()));
        outcome(sweep, heldOut.folds().get(fold), left).ifPresent(outcomes::add);
      }
    }
    return after.isEmpty()
        ? Optional.empty()
        : Optional.of(
            Row.of(
                sweep.group().toString(),
                Coverage.ofAll(before),
                Coverage.ofAll(after),
                all(outcomes)));
  }

  /**
   * What a fold leaves, brought to the settings of its best run.
   *
   * @param rest as it would have been under these settings
   * @param effects of the hyperparameters, by the runs of the rest
   * @param ensemble fitted to the rest
   */
  private record Fold(SettledSweep rest, Effects effects, FittedEnsemble ensemble) {

    /** A forecaster of the rest, which forecasts each run under the settings that it had. */
    private Forecaster settled(Forecaster forecaster) {
      return SettledForecaster.atReference(forecaster, effects);
    }

    /** All runs of the sweep as they would have been under the settings of the rest. */
    private SweepOutcomes outcomes(Sweep sweep, double horizonStep) {
      return SettledSweep.of(sweep, effects, rest.at()).outcomes(horizonStep);
    }
  }

  private static Optional<Coverage> all(List<Coverage> samples) {
    return samples.isEmpty() ? Optional.empty() : Optional.of(Coverage.ofAll(samples));
  }

  /**
   * Outcomes at the end of training of a fold's runs, as the two forecasters of a search see it.
   */
  private static Optional<Coverage> outcome(Sweep sweep, List<Run> held, Fold left) {
    double end = left.rest().sweep().totalSteps();
    SweepOutcomes rest = left.rest().outcomes(end);
    if (rest.best().isEmpty()) {
      return Optional.empty();
    }
    FittedEnsemble ensemble = left.ensemble();
    Panel panel = SearchPanel.of(ensemble.uncorrected(), rest).with(ensemble.trackRecord());
    Set<String> keys = held.stream().map(Run::key).collect(Collectors.toSet());
    List<EvaluatedRun> runs =
        left.outcomes(sweep, end).finished().stream()
            .filter(run -> keys.contains(run.run().key()))
            .toList();
    if (runs.isEmpty()) {
      return Optional.empty();
    }
    List<Schedule> schedules = runs.stream().map(EvaluatedRun::schedule).toList();
    double tail = ensemble.ends().bands().map(OutcomeBands::tail).orElse(GAUSSIAN_TAIL);
    double factor = panel.trackRecord().deviationFactor();
    Panel.Opinions opinions = panel.opinions(schedules, rest.best().get().schedule(), end);
    double within = 0;
    double withinTwo = 0;
    for (int i = 0; i < runs.size(); i++) {
      double error = Math.abs(runs.get(i).outcome() - opinions.sharedMean(i));
      double deviation = Math.hypot(opinions.sharedStandardDeviation(i), factor * panel.noise());
      double one = Math.hypot(deviation, runs.get(i).deviation());
      within += error <= one ? 1.0 / runs.size() : 0;
      withinTwo += error <= tail * one ? 1.0 / runs.size() : 0;
    }
    return Optional.of(new Coverage(within, withinTwo, runs.size()));
  }

  private Optional<Fold> fitted(Sweep rest) {
    try {
      Effects found = effects.apply(rest);
      SettledSweep settled = SettledSweep.of(rest, found, found.reference());
      return Optional.of(new Fold(settled, found, trainer.fit(settled.sweep())));
    } catch (TrainingException | IllegalArgumentException e) {
      return Optional.empty(); // Nothing can be fitted to what a fold leaves.
    }
  }

  /** All runs of all groups together. */
  public static Row pooled(List<Row> rows) {
    return Row.of(
        "all",
        Coverage.ofAll(
            rows.stream()
                .map(row -> new Coverage(row.uncorrected68(), row.uncorrected95(), row.runs()))
                .toList()),
        Coverage.ofAll(
            rows.stream()
                .map(row -> new Coverage(row.within68(), row.within95(), row.runs()))
                .toList()),
        all(rows.stream().flatMap(row -> row.outcome().stream()).toList()));
  }

  /** A table for people. */
  public static List<String> lines(List<Row> rows) {
    List<String> lines = new ArrayList<>();
    lines.add("| group | runs | 68% before | 95% before | 68% | 95% | outcomes | 68% | 95% |");
    lines.add("|---|---|---|---|---|---|---|---|---|");
    List<Row> all = new ArrayList<>(rows);
    if (!rows.isEmpty()) {
      all.add(pooled(rows));
    }
    for (Row row : all) {
      lines.add(
          String.format(
              Locale.ROOT,
              "| %s | %d | %.2f | %.2f | %.2f | %.2f | %d | %.2f | %.2f |",
              row.group(),
              row.runs(),
              row.uncorrected68(),
              row.uncorrected95(),
              row.within68(),
              row.within95(),
              row.outcomes(),
              row.outcome68(),
              row.outcome95()));
    }
    return lines;
  }
}
