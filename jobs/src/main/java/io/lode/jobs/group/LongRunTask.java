package io.lode.jobs.group;

import io.lode.artifact.CodeVersion;
import io.lode.artifact.LongRunKeys;
import io.lode.artifact.Provenance;
import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifact.BestRun;
import io.lode.artifact.ScheduleArtifact.Compared;
import io.lode.artifact.ScheduleArtifact.Outcome;
import io.lode.forecast.Outcomes;
import io.lode.hyperparameter.SettledSweep;
import io.lode.jobs.conf.settings.LongRunSettings;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.artifacts.ScheduleVersions;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.longrun.LongRunForecaster;
import io.lode.longrun.LongRunPlan;
import io.lode.longrun.LongRunPlan.Weighed;
import io.lode.longrun.PlannedLength;
import io.lode.longrun.Reach;
import io.lode.schedule.ScheduleBounds;
import io.lode.schedule.StretchedSchedule;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.ObservedCurve;
import io.lode.trajectory.Run;
import io.lode.trajectory.Sweep;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a task does with one group whose next run is of another length: it plans the schedule of
 * that run and publishes it.
 *
 * @param artifacts of the store
 * @param snapshot of the runs, by its id
 * @param settings of the forecast and the plan
 * @param prior that the forecast is shrunk to
 * @param length of the run
 * @param decision for which values of the hyperparameters it is planned
 * @param seed of the fit
 * @param created when, as an ISO 8601 instant
 */
public record LongRunTask(
    Artifacts artifacts,
    String snapshot,
    LongRunSettings settings,
    PriorInForce prior,
    PlannedLength length,
    DecisionSettings decision,
    long seed,
    String created)
    implements Serializable {

  /** Shapes that the artifact compares. Count: more are not read. */
  private static final int COMPARED = 12;

  /** Other lengths that the artifact tells of, as multiples of the planned one. */
  private static final double[] LENGTHS = {0.5, 0.75, 1, 1.5, 2};

  /** Plans and publishes. */
  public GeneratedGroup publish(Sweep logged) {
    SettledSweep settled = decision.settled(logged, artifacts, settings.modal());
    long steps = steps(logged, settled);
    Sweep sweep = settled.sweep();
    LongRunForecaster forecaster = prior.longRuns(sweep, seed).fit(sweep);
    LongRunPlan plan = settings.planner().plan(sweep, forecaster, (double) steps);
    ScheduleArtifact artifact =
        artifact(sweep, forecaster, plan, steps)
            .withSettings(
                decision.described(
                    settled, settled.at(), plan.outcome().mean(), sweep.totalSteps()));
    VersionedFolder folder = artifacts.longRuns(sweep.group(), steps);
    int version = new ScheduleVersions(folder).publish(artifact);
    return new GeneratedGroup(
        List.of(
            GeneratedSchedule.published(
                artifact.withVersion(version), folder.path(version), null, List.of())),
        List.of());
  }

  /** The length in steps under the settings that the run is planned for. */
  private long steps(Sweep logged, SettledSweep settled) {
    if (length.unit() == PlannedLength.Unit.STEPS) {
      return length.steps(logged);
    }
    Map<String, String> reference = settled.effects().reference();
    long atReference = length.steps(settled.effects().conversion().withSteps(logged, reference));
    return Math.max(
        1,
        (long)
            Math.ceil(
                atReference * settled.effects().conversion().steps(reference, settled.at())
                    - 1e-9));
  }

  private ScheduleArtifact artifact(
      Sweep sweep, LongRunForecaster forecaster, LongRunPlan plan, long steps) {
    MetricTransform transform = sweep.objective().transform();
    Reach reach = forecaster.reach();
    return new ScheduleArtifact(
            0,
            sweep.group(),
            null,
            1,
            (double) steps,
            sweep.objective(),
            plan.schedule(),
            plan.revised() ? "revised" : "kept",
            reason(sweep, plan),
            Policy.PLANNED.label(),
            String.join("; ", plan.warnings()),
            ArtifactBuilder.predicted(
                forecaster.forecast(plan.schedule(), ArtifactBuilder.intervalEnds((double) steps)),
                transform),
            outcome(plan.outcome(), transform),
            bestRun(sweep, transform),
            plan.shapes().stream()
                .limit(COMPARED)
                .map(shape -> compared(shape, transform))
                .toList(),
            new ScheduleBounds(reach.smallestRate(), reach.largestSurvived())
                .including(plan.schedule().learningRate()),
            new Provenance(
                "fitted to "
                    + sweep.runs().size()
                    + " runs of up to "
                    + Math.round(reach.steps())
                    + " steps, prior "
                    + prior.idFor(sweep.runs().size()),
                snapshot,
                CodeVersion.current(),
                seed,
                created))
        .with(LongRunKeys.of(lengths(forecaster, plan, transform, steps)));
  }

  /** What the planned shape would reach in shorter and longer runs: what a step more brings. */
  private static List<LongRunKeys.Length> lengths(
      LongRunForecaster forecaster, LongRunPlan plan, MetricTransform transform, long steps) {
    List<LongRunKeys.Length> lengths = new ArrayList<>();
    for (double factor : LENGTHS) {
      double other = Math.rint(factor * steps);
      Outcomes outcomes =
          forecaster.outcomes(
              List.of(new StretchedSchedule(plan.schedule(), (double) steps, other)), other);
      Outcome reached =
          outcome(
              new LongRunPlan.Expected(outcomes.mean(0), outcomes.standardDeviation(0)), transform);
      lengths.add(new LongRunKeys.Length(other, reached.objective(), reached.standardDeviation()));
    }
    return lengths;
  }

  private static String reason(Sweep sweep, LongRunPlan plan) {
    String metric = sweep.objective().metric();
    double percent = 100 * Math.expm1(plan.gain());
    String gain =
        String.format(
            Locale.ROOT,
            "%.2f%% ± %.2f%%",
            Math.abs(percent),
            100 * Math.exp(plan.gain()) * plan.gainDeviation());
    if (plan.revised()) {
      return plan.shape()
          + ": its "
          + metric
          + " is expected to be "
          + gain
          + " better than under the best schedule that was run ("
          + plan.bestKnown().shape()
          + ")";
    }
    if (plan.shapes().get(0).shape().equals(plan.shape())) {
      return plan.shape() + ": no shape of practice is expected to be better";
    }
    return plan.shape()
        + ": no shape is surely better; the best one, "
        + plan.shapes().get(0).shape()
        + ", is expected to be "
        + gain
        + (percent >= 0 ? " better" : " worse")
        + "; run it beside to find out";
  }

  private static Outcome outcome(LongRunPlan.Expected expected, MetricTransform transform) {
    return new Outcome(
        transform.invert(expected.mean()),
        transform.invertStandardDeviation(expected.mean(), expected.standardDeviation()));
  }

  static Compared compared(Weighed shape, MetricTransform transform) {
    Outcome outcome = outcome(shape.outcome(), transform);
    return new Compared(shape.shape(), outcome.objective(), outcome.standardDeviation());
  }

  /** The run with the best last value, whatever its length. */
  static BestRun bestRun(Sweep sweep, MetricTransform transform) {
    record Ended(Run run, double lastValue) {}
    return sweep.runs().stream()
        .filter(run -> !run.diverged() && run.trajectory().observes(transform))
        .map(run -> new Ended(run, ObservedCurve.of(run.trajectory(), transform).lastValue()))
        .min(Comparator.comparingDouble(Ended::lastValue))
        .map(best -> new BestRun(best.run().run(), transform.invert(best.lastValue())))
        .orElseThrow();
  }
}
