package io.lode.jobs.group.longrun;

import io.lode.artifact.CodeVersion;
import io.lode.artifact.LongRunKeys;
import io.lode.artifact.Provenance;
import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifact.BestRun;
import io.lode.artifact.ScheduleArtifact.Compared;
import io.lode.artifact.ScheduleArtifact.Outcome;
import io.lode.forecast.Forecaster;
import io.lode.hyperparameter.SettledSweep;
import io.lode.jobs.conf.settings.LongRunSettings;
import io.lode.jobs.group.ArtifactBuilder;
import io.lode.jobs.group.DecisionSettings;
import io.lode.jobs.group.GeneratedGroup;
import io.lode.jobs.group.GeneratedSchedule;
import io.lode.jobs.group.PriorInForce;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.artifacts.ScheduleVersions;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.longrun.LongRunForecaster;
import io.lode.longrun.LongRunPlan.Expected;
import io.lode.longrun.LongRunPlan.Weighed;
import io.lode.longrun.LongRunPlanner;
import io.lode.longrun.Reach;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.schedule.ScheduleBounds;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.ObservedCurve;
import io.lode.trajectory.Sweep;
import java.io.Serializable;
import java.util.List;

/**
 * What every plan of a training of another length is made with: where it is published, how the
 * group is fitted, and what the artifact says of its origin.
 *
 * @param artifacts of the store
 * @param snapshot of the runs, by its id
 * @param settings of the forecast and the plan
 * @param prior that the forecast is shrunk to
 * @param seed of the fit and the search
 * @param created when, as an ISO 8601 instant
 */
public record LongRunContext(
    Artifacts artifacts,
    String snapshot,
    LongRunSettings settings,
    PriorInForce prior,
    long seed,
    String created)
    implements Serializable {

  /** Other plans that an artifact compares. Count: more are not read. */
  private static final int COMPARED = 12;

  /**
   * A plan, in the words of the artifact.
   *
   * @param run that goes on; null for a new one
   * @param steps of the whole training
   * @param schedule to follow
   * @param decision {@code revised} or {@code kept}
   * @param reason of the decision
   * @param policy that the decision was made under
   * @param warnings what a reader must know, one sentence each
   * @param outcome expected at the last step
   * @param others that were weighed, the best first
   */
  record Planned(
      String run,
      double steps,
      PiecewiseLogLinear schedule,
      String decision,
      String reason,
      String policy,
      List<String> warnings,
      Outcome outcome,
      List<Weighed> others) {}

  /** The runs of a group under the settings that are asked for. */
  SettledSweep settled(Sweep logged, DecisionSettings decision) {
    return decision.settled(logged, artifacts, settings.modal());
  }

  /** What forecasts the trainings of a group. */
  LongRunForecaster fit(Sweep sweep) {
    return prior.longRuns(sweep, seed).fit(sweep);
  }

  /**
   * The artifact of a plan, without a version.
   *
   * @param fitted what the group says
   * @param forecaster of the planned training: the same, or what knows its past, too
   * @param keys what the artifact says beyond a schedule of a usual run
   */
  ScheduleArtifact artifact(
      Sweep sweep,
      LongRunForecaster fitted,
      Forecaster forecaster,
      Planned planned,
      LongRunKeys keys) {
    MetricTransform transform = sweep.objective().transform();
    Reach reach = fitted.reach();
    return new ScheduleArtifact(
            0,
            sweep.group(),
            planned.run(),
            1,
            planned.steps(),
            sweep.objective(),
            planned.schedule(),
            planned.decision(),
            planned.reason(),
            planned.policy(),
            String.join("; ", planned.warnings()),
            ArtifactBuilder.predicted(
                forecaster.forecast(
                    planned.schedule(), ArtifactBuilder.intervalEnds(planned.steps())),
                transform),
            planned.outcome(),
            bestRun(sweep, transform),
            planned.others().stream()
                .limit(COMPARED)
                .map(other -> compared(other, transform))
                .toList(),
            new ScheduleBounds(reach.smallestRate(), reach.largestSurvived())
                .including(planned.schedule().learningRate()),
            new Provenance(
                "fitted to "
                    + sweep.runs().size()
                    + " runs of up to "
                    + Math.round(reach.steps())
                    + " steps, prior "
                    + prior.idForLongRuns(sweep),
                snapshot,
                CodeVersion.current(),
                seed,
                created))
        .with(keys);
  }

  /** Publishes an artifact, which gets its version. */
  ScheduleArtifact publish(ScheduleArtifact artifact, VersionedFolder folder) {
    return artifact.withVersion(new ScheduleVersions(folder).publish(artifact));
  }

  /** The same, as what a task gives for one group. */
  GeneratedGroup generated(ScheduleArtifact artifact, VersionedFolder folder) {
    ScheduleArtifact published = publish(artifact, folder);
    return new GeneratedGroup(
        List.of(
            GeneratedSchedule.published(
                published, folder.path(published.version()), null, List.of())),
        List.of());
  }

  /** An expectation on the objective's own scale. */
  static Outcome outcome(Expected expected, MetricTransform transform) {
    return new Outcome(
        transform.invert(expected.mean()),
        transform.invertStandardDeviation(expected.mean(), expected.standardDeviation()));
  }

  private static Compared compared(Weighed other, MetricTransform transform) {
    Outcome outcome = outcome(other.outcome(), transform);
    return new Compared(other.shape(), outcome.objective(), outcome.standardDeviation());
  }

  /** The run with the best last value, whatever its length. */
  private static BestRun bestRun(Sweep sweep, MetricTransform transform) {
    return LongRunPlanner.bestRun(sweep)
        .map(
            best ->
                new BestRun(
                    best.run(),
                    transform.invert(ObservedCurve.of(best.trajectory(), transform).lastValue())))
        .orElseThrow();
  }
}
