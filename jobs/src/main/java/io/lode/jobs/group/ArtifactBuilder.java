package io.lode.jobs.group;

import io.lode.artifact.CodeVersion;
import io.lode.artifact.Provenance;
import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifact.BestRun;
import io.lode.artifact.ScheduleArtifact.Compared;
import io.lode.artifact.ScheduleArtifact.Outcome;
import io.lode.artifact.ScheduleArtifact.Predicted;
import io.lode.evaluation.NamedSchedule;
import io.lode.evaluation.ParametricBaselines;
import io.lode.forecast.EvaluatedRun;
import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.forecast.Horizon;
import io.lode.forecast.Outcomes;
import io.lode.forecast.Panel;
import io.lode.forecast.SweepOutcomes;
import io.lode.hyperparameter.SettledForecaster;
import io.lode.jobs.store.artifacts.Ensembles;
import io.lode.schedule.LoggedStart;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.schedule.Schedule;
import io.lode.trajectory.MetricTransform;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Puts a schedule into words and numbers that a reader of the artifact can judge it by.
 *
 * @param ensemble of the group
 * @param forecaster what forecast it
 * @param sweep the runs, evaluated at the horizon
 * @param panel the forecasters that the search listened to
 * @param horizon part of training
 * @param seed of the search
 * @param created when, as an ISO 8601 instant
 */
public record ArtifactBuilder(
    Ensembles.Stored ensemble,
    Forecaster forecaster,
    SweepOutcomes sweep,
    Panel panel,
    Horizon horizon,
    long seed,
    String created) {

  /** The same with forecasts under other settings; the same where settings change nothing. */
  ArtifactBuilder under(Map<String, String> settings) {
    return forecaster instanceof SettledForecaster settled
        ? new ArtifactBuilder(
            ensemble, settled.under(settings), sweep, panel, horizon, seed, created)
        : this;
  }

  /**
   * Why a schedule was chosen, in words for the reader of its artifact.
   *
   * @param decision {@code revised}, {@code kept} or {@code proposed}
   * @param reason of the decision
   * @param policy that the decision was made under
   * @param risk that following the schedule carries
   */
  record Verdict(String decision, String reason, String policy, String risk) {}

  /**
   * The artifact of a schedule, without a version.
   *
   * @param mean expected transformed objective at the horizon
   * @param standardDeviation of that
   */
  ScheduleArtifact artifact(
      PiecewiseLogLinear schedule,
      double mean,
      double standardDeviation,
      EvaluatedRun bestRun,
      Verdict verdict) {
    MetricTransform transform = sweep.sweep().objective().transform();
    return new ScheduleArtifact(
        0,
        sweep.sweep().group(),
        null,
        horizon.fraction(),
        sweep.sweep().totalSteps(),
        sweep.sweep().objective(),
        schedule,
        verdict.decision(),
        verdict.reason(),
        verdict.policy(),
        verdict.risk(),
        predicted(new LoggedStart(schedule, bestRun.run().trajectory().step()[0]).asLogged()),
        new Outcome(
            transform.invert(mean), transform.invertStandardDeviation(mean, standardDeviation)),
        new BestRun(
            bestRun.run().run(),
            // As it was logged, with the luck of its seed.
            transform.invert(bestRun.outcomeAt(sweep.horizonStep(), transform))),
        compared(bestRun.schedule()),
        // A job refuses an artifact whose rates lie outside of its own bounds.
        sweep.bounds().including(schedule.learningRate()),
        new Provenance(
            ensemble.card().id(),
            ensemble.card().snapshot(),
            CodeVersion.current(),
            seed,
            created));
  }

  /** How the objective unfolds under a schedule, at the ends of equal intervals. */
  public Predicted predicted(Schedule schedule) {
    return predicted(forecaster.forecast(schedule, intervalEnds(sweep.horizonStep())), transform());
  }

  /** The ends of equal intervals from step 0 to another step. */
  public static double[] intervalEnds(double last) {
    double[] steps = new double[Outcomes.INTERVALS];
    for (int i = 0; i < steps.length; i++) {
      steps[i] = last * (i + 1) / steps.length;
    }
    return steps;
  }

  /** A forecast on the objective's own scale. */
  public static Predicted predicted(Forecast forecast, MetricTransform transform) {
    double[] mean = new double[forecast.mean().length];
    double[] standardDeviation = new double[mean.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = transform.invert(forecast.mean()[i]);
      standardDeviation[i] =
          transform.invertStandardDeviation(forecast.mean()[i], forecast.standardDeviation()[i]);
    }
    return new Predicted(forecast.step(), mean, standardDeviation);
  }

  private List<Compared> compared(Schedule bestRun) {
    List<NamedSchedule> others = ParametricBaselines.of(sweep.sweep(), sweep.horizonStep());
    Panel.Opinions opinions =
        panel.opinions(
            others.stream().map(NamedSchedule::schedule).toList(), bestRun, sweep.horizonStep());
    List<Compared> compared = new ArrayList<>();
    for (int i = 0; i < others.size(); i++) {
      double mean = opinions.sharedMean(i);
      compared.add(
          new Compared(
              others.get(i).name(),
              transform().invert(mean),
              transform().invertStandardDeviation(mean, opinions.sharedStandardDeviation(i))));
    }
    return compared;
  }

  private MetricTransform transform() {
    return sweep.sweep().objective().transform();
  }
}
