package io.lode.jobs.group.longrun;

import io.lode.artifact.LongRunKeys;
import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifact.Outcome;
import io.lode.forecast.Outcomes;
import io.lode.hyperparameter.SettledSweep;
import io.lode.jobs.group.ArtifactBuilder;
import io.lode.jobs.group.DecisionSettings;
import io.lode.jobs.group.GeneratedGroup;
import io.lode.jobs.group.Policy;
import io.lode.longrun.LongRunForecaster;
import io.lode.longrun.LongRunPlan;
import io.lode.longrun.LongRunShapes;
import io.lode.longrun.PlannedLength;
import io.lode.schedule.StretchedSchedule;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Sweep;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What a task does with one group whose next run is of another length: it plans the schedule of
 * that run and publishes it.
 *
 * @param context it is planned with
 * @param length of the run
 * @param decision for which values of the hyperparameters it is planned
 */
public record LongRunTask(LongRunContext context, PlannedLength length, DecisionSettings decision)
    implements Serializable {

  /** Other lengths that the artifact tells of, as multiples of the planned one. */
  private static final double[] LENGTHS = {0.5, 0.75, 1, 1.5, 2};

  /** Kinds of shapes whose curves the artifact holds. Count: more cannot be told apart. */
  private static final int DRAWN = 4;

  /** Plans and publishes. */
  public GeneratedGroup publish(Sweep logged) {
    SettledSweep settled = context.settled(logged, decision);
    long steps = steps(logged, settled);
    Sweep sweep = settled.sweep();
    LongRunForecaster forecaster = context.fit(sweep);
    LongRunPlan plan = context.settings().planner().plan(sweep, forecaster, (double) steps);
    ScheduleArtifact artifact =
        artifact(sweep, forecaster, plan, steps)
            .withSettings(
                decision.described(
                    settled, settled.at(), plan.outcome().mean(), sweep.totalSteps()));
    return context.generated(artifact, context.artifacts().longRuns(sweep.group(), steps));
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
    return context.artifact(
        sweep,
        forecaster,
        forecaster,
        new LongRunContext.Planned(
            null,
            (double) steps,
            plan.schedule(),
            plan.revised() ? "revised" : "kept",
            reason(sweep, plan),
            Policy.PLANNED.label(),
            plan.warnings(),
            LongRunContext.outcome(plan.outcome(), transform),
            plan.shapes()),
        LongRunKeys.of(
            lengths(forecaster, plan, transform, steps),
            plan.kinds().stream()
                .limit(DRAWN)
                .map(shape -> drawn(shape, forecaster, transform, steps))
                .toList()));
  }

  private static LongRunKeys.Shape drawn(
      LongRunShapes.Shaped shape,
      LongRunForecaster forecaster,
      MetricTransform transform,
      long steps) {
    double[] ends = ArtifactBuilder.intervalEnds((double) steps);
    return new LongRunKeys.Shape(
        shape.name(),
        Arrays.stream(forecaster.forecast(shape.schedule(), ends).mean())
            .mapToObj(transform::invert)
            .toList());
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
          LongRunContext.outcome(
              new LongRunPlan.Expected(outcomes.mean(0), outcomes.standardDeviation(0)), transform);
      lengths.add(new LongRunKeys.Length(other, reached.objective(), reached.standardDeviation()));
    }
    return lengths;
  }

  private static String reason(Sweep sweep, LongRunPlan plan) {
    String metric = sweep.objective().metric();
    String gain =
        String.format(
            Locale.ROOT,
            "%.2f%% ± %.2f%%",
            100 * Math.expm1(plan.gain()),
            100 * Math.exp(plan.gain()) * plan.gainDeviation());
    if (plan.revised()) {
      return plan.shape()
          + ": its "
          + metric
          + " is expected to be "
          + gain
          + " better than under the schedule of the best run ("
          + plan.bestKnown().shape()
          + ")";
    }
    String kept = plan.shape() + ": the schedule of the best run, since no other is ";
    return plan.rival().shape().equals(plan.shape())
        ? kept + "expected to be better"
        : kept
            + "surely better; "
            + plan.rival().shape()
            + " is expected to be "
            + gain
            + " better; run it beside to find out";
  }
}
