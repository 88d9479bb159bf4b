package io.lode.jobs.group.longrun;

import io.lode.artifact.Cooldowns;
import io.lode.artifact.LongRunKeys;
import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifact.Outcome;
import io.lode.hyperparameter.SettledSweep;
import io.lode.jobs.group.DecisionSettings;
import io.lode.jobs.group.GeneratedGroup;
import io.lode.jobs.group.Policy;
import io.lode.longrun.LongRunForecaster;
import io.lode.longrun.anytime.AnytimePlan;
import io.lode.longrun.anytime.AnytimePlanner;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Sweep;
import java.io.Serializable;
import java.util.List;
import java.util.Locale;

/**
 * What a task does with one group whose next training has no known end: it plans the trunk and its
 * cooldowns, and publishes them.
 *
 * @param context it is planned with
 * @param last the last step at which the training may end; NaN for a multiple of the longest run
 * @param decision for which values of the hyperparameters it is planned
 */
public record AnytimeTask(LongRunContext context, double last, DecisionSettings decision)
    implements Serializable {

  /** Length that is planned for where nobody says, in longest runs: beyond it little is known. */
  private static final double PLANNED = 2;

  /** Plans and publishes. */
  public GeneratedGroup publish(Sweep logged) {
    SettledSweep settled = context.settled(logged, decision);
    Sweep sweep = settled.sweep();
    LongRunForecaster forecaster = context.fit(sweep);
    double end = Double.isNaN(last) ? PLANNED * forecaster.reach().steps() : last;
    AnytimePlan plan =
        new AnytimePlanner(context.settings().config().surely()).plan(sweep, forecaster, end);
    ScheduleArtifact planned = artifact(sweep, forecaster, plan, end);
    ScheduleArtifact artifact =
        planned.withSettings(
            decision.described(
                settled,
                settled.at(),
                sweep.objective().transform().apply(planned.outcome().objective()),
                sweep.totalSteps()));
    return context.generated(artifact, context.artifacts().anytime(sweep.group()));
  }

  private ScheduleArtifact artifact(
      Sweep sweep, LongRunForecaster forecaster, AnytimePlan plan, double end) {
    MetricTransform transform = sweep.objective().transform();
    List<Cooldowns.Stop> stops = plan.stops().stream().map(stop -> stop(stop, transform)).toList();
    Cooldowns.Stop latest = stops.get(stops.size() - 1);
    return context.artifact(
        sweep,
        forecaster,
        forecaster,
        new LongRunContext.Planned(
            null,
            end,
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
            plan.warnings(),
            new Outcome(latest.objective(), latest.standardDeviation()),
            plan.others()),
        LongRunKeys.of(new Cooldowns(plan.shape(), plan.lastPart(), stops)));
  }

  private static Cooldowns.Stop stop(AnytimePlan.Stop stop, MetricTransform transform) {
    return new Cooldowns.Stop(
        stop.fromStep(),
        stop.steps(),
        transform.invert(stop.mean()),
        transform.invertStandardDeviation(stop.mean(), stop.standardDeviation()));
  }
}
