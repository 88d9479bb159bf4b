package io.lode.jobs.pipeline;

import io.lode.artifact.ScheduleArtifact.Predicted;
import io.lode.forecast.Forecast;
import io.lode.forecast.Forecaster;
import io.lode.jobs.NothingUsableException;
import io.lode.jobs.UsageException;
import io.lode.jobs.conf.settings.LongRunSettings;
import io.lode.jobs.group.ArtifactBuilder;
import io.lode.jobs.group.SearchMethod;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.artifacts.Ensembles;
import io.lode.jobs.store.tables.GroupSummary;
import io.lode.jobs.store.tables.TrajectorySnapshot;
import io.lode.longrun.Reach;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Sweep;
import java.util.List;

/** Predicts how a group's objective would unfold under a given schedule. */
public final class WhatIf {

  private final JobContext context;
  private final SearchMethod method;

  /**
   * Prepares to predict.
   *
   * @param method names the forecaster
   */
  public WhatIf(JobContext context, SearchMethod method) {
    this.context = context;
    this.method = method;
  }

  /**
   * What would happen.
   *
   * @param predicted trajectory on the objective's own scale
   * @param warnings what a reader of it must know, one sentence each
   */
  public record Answer(Predicted predicted, List<String> warnings) {}

  /**
   * The predicted trajectory on the objective's own scale, at the ends of 60 equal intervals up to
   * the schedule's last knot, or to the group's full length where its only knot is at step 0. Beyond
   * the longest run the forecast is one for long runs, whose band grows with the distance.
   *
   * @throws UsageException if the filter admits more than one group
   * @throws NothingUsableException if it admits none, or the group has no ensemble
   */
  public Answer run(PiecewiseLogLinear schedule) {
    Store store = context.store();
    TrajectorySnapshot snapshot = store.trajectories();
    List<GroupSummary> groups = snapshot.groups(context.groups());
    if (groups.size() > 1) {
      throw new UsageException(
          "whatif takes one group, found " + groups.size() + "; name it with --group");
    }
    if (groups.isEmpty()) {
      throw context.groups().nothingIn(store.root(), snapshot.keys());
    }
    GroupSummary group = groups.get(0);
    Ensembles.Stored ensemble =
        new Ensembles(store.artifacts())
            .newest(group.group())
            .orElseThrow(
                () ->
                    new NothingUsableException(
                        group.group() + " has no ensemble; run lode train first"));
    double last = schedule.step()[schedule.step().length - 1];
    double length = last > 0 ? last : ensemble.modal().basis().referenceSteps();
    double[] steps = ArtifactBuilder.intervalEnds(length);
    if (method.forecaster().equals(SearchMethod.CHOSEN)) {
      Sweep sweep = snapshot.sweeps(List.of(group.group())).first();
      Reach reach = Reach.of(sweep);
      List<String> warnings = reach.warnings(schedule, length);
      if (reach.lengthBeyond(length) > 0) {
        Forecast beyond =
            LongRunSettings.of(context.settings())
                .trainer(context.seed())
                .fit(sweep)
                .forecast(schedule, steps);
        return new Answer(
            ArtifactBuilder.predicted(beyond, group.objective().transform()), warnings);
      }
      return new Answer(
          ArtifactBuilder.predicted(
              ensemble.forecaster().forecast(schedule, steps), group.objective().transform()),
          warnings);
    }
    Forecast forecast = fitted(snapshot, group.group(), ensemble).forecast(schedule, steps);
    return new Answer(
        ArtifactBuilder.predicted(forecast, group.objective().transform()), List.of());
  }

  /** A forecaster of a kind that the ensemble does not hold, fitted where the runs are. */
  private Forecaster fitted(
      TrajectorySnapshot snapshot, GroupKey group, Ensembles.Stored ensemble) {
    Sweep sweep = snapshot.sweeps(List.of(group)).first();
    return method.forecaster(sweep, ensemble, context.store().artifacts(), context.seed());
  }
}
