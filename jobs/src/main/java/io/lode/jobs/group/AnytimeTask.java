package io.lode.jobs.group;

import io.lode.artifact.CodeVersion;
import io.lode.artifact.Cooldowns;
import io.lode.artifact.LongRunKeys;
import io.lode.artifact.Provenance;
import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifact.Outcome;
import io.lode.hyperparameter.SettledSweep;
import io.lode.jobs.conf.settings.LongRunSettings;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.artifacts.ScheduleVersions;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.longrun.LongRunForecaster;
import io.lode.longrun.Reach;
import io.lode.longrun.anytime.AnytimePlan;
import io.lode.longrun.anytime.AnytimePlanner;
import io.lode.schedule.ScheduleBounds;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Sweep;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/**
 * What a task does with one group whose next training has no known end: it plans the trunk and its
 * cooldowns, and publishes them.
 *
 * @param artifacts of the store
 * @param snapshot of the runs, by its id
 * @param settings of the forecast and the plan
 * @param last the last step at which the training may end; NaN for a multiple of the longest run
 * @param decision for which values of the hyperparameters it is planned
 * @param seed of the fit
 * @param created when, as an ISO 8601 instant
 */
public record AnytimeTask(
    Artifacts artifacts,
    String snapshot,
    LongRunSettings settings,
    double last,
    DecisionSettings decision,
    long seed,
    String created)
    implements Serializable {

  /** Length that is planned for where nobody says, in longest runs: beyond it little is known. */
  private static final double PLANNED = 2;

  /** Trunks that the artifact compares. Count: more are not read. */
  private static final int COMPARED = 12;

  /** Plans and publishes. */
  public GeneratedGroup publish(Sweep logged) {
    SettledSweep settled = decision.settled(logged, artifacts, settings.modal());
    Sweep sweep = settled.sweep();
    LongRunForecaster forecaster = settings.trainer(seed).fit(sweep);
    double end = Double.isNaN(last) ? PLANNED * forecaster.reach().steps() : last;
    AnytimePlan plan = new AnytimePlanner(settings.config().surely()).plan(sweep, forecaster, end);
    MetricTransform transform = sweep.objective().transform();
    ScheduleArtifact planned = artifact(sweep, forecaster, plan, end);
    ScheduleArtifact artifact =
        planned.withSettings(
            decision.described(
                settled,
                settled.at(),
                transform.apply(planned.outcome().objective()),
                sweep.totalSteps()));
    VersionedFolder folder = artifacts.anytime(sweep.group());
    int version = new ScheduleVersions(folder).publish(artifact);
    return new GeneratedGroup(
        List.of(
            GeneratedSchedule.published(
                artifact.withVersion(version), folder.path(version), null, List.of())),
        List.of());
  }

  private ScheduleArtifact artifact(
      Sweep sweep, LongRunForecaster forecaster, AnytimePlan plan, double end) {
    MetricTransform transform = sweep.objective().transform();
    Reach reach = forecaster.reach();
    List<Cooldowns.Stop> stops = plan.stops().stream().map(stop -> stop(stop, transform)).toList();
    Cooldowns.Stop latest = stops.get(stops.size() - 1);
    return new ScheduleArtifact(
            0,
            sweep.group(),
            null,
            1,
            end,
            sweep.objective(),
            plan.trunk(),
            "revised",
            String.format(
                Locale.ROOT,
                "%s; whenever the training is to stop, cool down by %s: stopped at step %.0f over"
                    + " %.0f steps, its %s is expected to be %.4g",
                plan.name(),
                plan.shape().label(),
                latest.fromStep(),
                latest.steps(),
                sweep.objective().metric(),
                latest.objective()),
            Policy.PLANNED.label(),
            String.join("; ", plan.warnings()),
            ArtifactBuilder.predicted(
                forecaster.forecast(plan.trunk(), ArtifactBuilder.intervalEnds(end)), transform),
            new Outcome(latest.objective(), latest.standardDeviation()),
            LongRunTask.bestRun(sweep, transform),
            plan.others().stream()
                .limit(COMPARED)
                .map(other -> LongRunTask.compared(other, transform))
                .toList(),
            new ScheduleBounds(reach.smallestRate(), reach.largestSurvived())
                .including(plan.trunk().learningRate()),
            new Provenance(
                "fitted to "
                    + sweep.runs().size()
                    + " runs of up to "
                    + Math.round(reach.steps())
                    + " steps",
                snapshot,
                CodeVersion.current(),
                seed,
                created))
        .with(LongRunKeys.of(new Cooldowns(plan.shape(), plan.lastPart(), stops)));
  }

  private static Cooldowns.Stop stop(AnytimePlan.Stop stop, MetricTransform transform) {
    return new Cooldowns.Stop(
        stop.fromStep(),
        stop.steps(),
        transform.invert(stop.mean()),
        transform.invertStandardDeviation(stop.mean(), stop.standardDeviation()));
  }
}
