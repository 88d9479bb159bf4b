package io.lode.ensemble;

import io.lode.evaluation.HeldOut;
import io.lode.evaluation.HeldOutConfig;
import io.lode.evaluation.HeldOutOutcome;
import io.lode.evaluation.HeldOutVerdict;
import io.lode.evaluation.NearestRun;
import io.lode.evaluation.OutcomeBands;
import io.lode.evaluation.OutcomeErrors;
import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Forecaster;
import io.lode.forecast.Outcomes;
import io.lode.forecast.Panel;
import io.lode.forecast.SweepOutcomes;
import io.lode.forecast.TrackRecord;
import io.lode.model.modal.ModalTrainer;
import io.lode.schedule.Schedule;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.SweepLearning;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How well the ends of held-out runs were forecast.
 *
 * @param errors of the runs near the best one, beside those of repeating the nearest run; empty
 *     where there were too few
 * @param bands how they correct the standard deviations of outcomes; empty where there were too few
 */
public record HeldOutEnds(Optional<OutcomeErrors> errors, Optional<OutcomeBands> bands) {

  /** Nothing was held out. */
  public static final HeldOutEnds NONE = new HeldOutEnds(Optional.empty(), Optional.empty());

  /**
   * Judges fits of a sweep's folds.
   *
   * @param byFold the chosen forecasters, each fitted to what its fold leaves
   */
  public static HeldOutEnds of(
      Sweep sweep, HeldOut heldOut, List<? extends Forecaster> byFold, HeldOutConfig config) {
    List<HeldOutOutcome> outcomes = outcomes(sweep, heldOut, byFold);
    return new HeldOutEnds(
        OutcomeErrors.of(outcomes, config.verdictReach()),
        OutcomeBands.of(outcomes, config.outcomePriorRuns()));
  }

  /**
   * Fits the modal latent ODE briefly to what each fold leaves, and judges these fits; {@link
   * #NONE} where there are fewer than two folds.
   */
  public static HeldOutEnds ofModal(Sweep sweep, FitConfig config) {
    HeldOut heldOut = new HeldOut(sweep);
    return heldOut
        .fits(new ModalTrainer(config.modal().briefEnsemble())::fit)
        .map(fits -> of(sweep, heldOut, fits, config.heldOut()))
        .orElse(NONE);
  }

  /** Whether the chosen forecaster is worth more than a look at the runs. */
  public HeldOutVerdict verdict(SweepLearning learning) {
    return HeldOutVerdict.of(errors, learning);
  }

  /** What a search is told of its forecasters. */
  public TrackRecord trackRecord(SweepLearning learning) {
    return new TrackRecord(
        bands.map(OutcomeBands::factor).orElse(1.0), verdict(learning).kind().reliance());
  }

  /** The outcome at the end of training of every held-out run that reached it. */
  private static List<HeldOutOutcome> outcomes(
      Sweep sweep, HeldOut heldOut, List<? extends Forecaster> byFold) {
    SweepOutcomes all = SweepOutcomes.of(sweep, sweep.totalSteps());
    List<HeldOutOutcome> ends = new ArrayList<>();
    for (int fold = 0; fold < byFold.size(); fold++) {
      int held = fold;
      List<EvaluatedRun> runs =
          all.finished().stream()
              .filter(run -> heldOut.folds().get(held).contains(run.run()))
              .toList();
      SweepOutcomes rest = SweepOutcomes.of(heldOut.rest(fold), sweep.totalSteps());
      Optional<EvaluatedRun> best = rest.best();
      if (!runs.isEmpty() && best.isPresent()) {
        ends.addAll(
            ends(runs, byFold.get(fold), rest, best.get(), all.best().orElseThrow().outcome()));
      }
    }
    return ends;
  }

  private static List<HeldOutOutcome> ends(
      List<EvaluatedRun> runs,
      Forecaster forecaster,
      SweepOutcomes rest,
      EvaluatedRun bestOfRest,
      double bestOfAll) {
    double end = rest.horizonStep();
    List<Schedule> schedules = runs.stream().map(EvaluatedRun::schedule).toList();
    Outcomes forecast = forecaster.outcomes(schedules, end);
    Outcomes repeated = NearestRun.fit(rest.sweep()).outcomes(schedules, end);
    Panel panel = SearchPanel.of(forecaster, rest);
    Panel.Opinions opinions = panel.opinions(schedules, bestOfRest.schedule(), end);
    List<HeldOutOutcome> ends = new ArrayList<>();
    for (int i = 0; i < runs.size(); i++) {
      double observed = runs.get(i).outcome();
      ends.add(
          new HeldOutOutcome(
              observed,
              observed - bestOfAll,
              forecast.mean(i),
              repeated.mean(i),
              opinions.sharedMean(i),
              opinions.sharedStandardDeviation(i),
              panel.noise()));
    }
    return ends;
  }
}
