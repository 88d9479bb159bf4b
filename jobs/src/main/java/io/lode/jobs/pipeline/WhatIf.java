package io.lode.jobs.pipeline;

import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifact.Predicted;
import io.lode.forecast.Forecaster;
import io.lode.forecast.Horizon;
import io.lode.hyperparameter.Effects;
import io.lode.hyperparameter.SettledSweep;
import io.lode.jobs.GroupFilter;
import io.lode.jobs.NothingUsableException;
import io.lode.jobs.UsageException;
import io.lode.jobs.conf.settings.HyperparameterSettings;
import io.lode.jobs.group.ArtifactBuilder;
import io.lode.jobs.group.GroupTraining;
import io.lode.jobs.group.PriorInForce;
import io.lode.jobs.group.SearchMethod;
import io.lode.jobs.store.Store;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.artifacts.Ensembles;
import io.lode.jobs.store.artifacts.ScheduleVersions;
import io.lode.jobs.store.tables.GroupSummary;
import io.lode.jobs.store.tables.TrajectorySnapshot;
import io.lode.longrun.Reach;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Sweep;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Predicts how a group's objective would unfold under a given schedule. */
public final class WhatIf {

  private final JobContext context;
  private final SearchMethod method;
  private final GroupFilter like;

  /**
   * Prepares to predict.
   *
   * @param method names the forecaster
   */
  public WhatIf(JobContext context, SearchMethod method) {
    this(context, method, null);
  }

  private WhatIf(JobContext context, SearchMethod method, GroupFilter like) {
    this.context = context;
    this.method = method;
    this.like = like;
  }

  /** The same, with a relative that speaks for a group without runs. */
  public WhatIf like(GroupFilter relative) {
    return new WhatIf(context, method, relative);
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
   * the schedule's last knot, or to the group's full length where its only knot is at step 0.
   * Beyond the longest run the forecast is one for long runs, whose band grows with the distance.
   *
   * @throws UsageException if the filter admits more than one group
   * @throws NothingUsableException if it admits none, or the group has no ensemble
   */
  public Answer run(PiecewiseLogLinear schedule) {
    Optional<Answer> read = fromFiles(schedule);
    if (read.isPresent()) {
      return read.get();
    }
    Store store = context.store();
    TrajectorySnapshot snapshot = store.trajectories();
    List<GroupSummary> groups = snapshot.groups(context.groups());
    if (groups.size() > 1) {
      throw new UsageException(
          "whatif takes one group, found " + groups.size() + "; name it with --group");
    }
    if (groups.isEmpty() && like != null) {
      return fromRelative(snapshot, schedule);
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
    double[] steps = steps(schedule, ensemble);
    double length = steps[steps.length - 1];
    Sweep sweep = settled(snapshot.sweeps(List.of(group.group())).first(), ensemble);
    Reach reach = Reach.of(sweep);
    boolean beyond =
        method.forecaster().equals(SearchMethod.CHOSEN) && reach.lengthBeyond(length) > 0;
    Forecaster forecaster =
        beyond
            ? context.prior().longRuns(sweep, context.seed()).fit(sweep)
            : method.forecaster(sweep, ensemble, store.artifacts(), context.seed());
    return new Answer(
        ArtifactBuilder.predicted(
            forecaster.forecast(schedule, steps), group.objective().transform()),
        reach.warnings(schedule, length));
  }

  /** The runs under the settings that the ensemble was fitted at. */
  private Sweep settled(Sweep logged, Ensembles.Stored ensemble) {
    Effects effects =
        GroupTraining.effects(logged, ensemble, HyperparameterSettings.of(context.settings()));
    return SettledSweep.of(logged, effects, effects.reference()).sweep();
  }

  /**
   * The same without Spark, where the files of the store say all that it needs: where one group has
   * an ensemble, and a published schedule that says by which metric it is judged. A schedule that
   * goes beyond the published one's length or bounds needs a look at the runs.
   */
  private Optional<Answer> fromFiles(PiecewiseLogLinear schedule) {
    if (like != null) {
      return Optional.empty();
    }
    Artifacts artifacts = context.store().artifacts();
    List<GroupKey> groups =
        artifacts.groupsWithEnsembles().stream().filter(context.groups()).toList();
    if (groups.size() != 1 || !method.forecaster().equals(SearchMethod.CHOSEN)) {
      return Optional.empty();
    }
    GroupKey group = groups.get(0);
    return published(artifacts, group)
        .filter(artifact -> staysWithin(schedule, artifact))
        .flatMap(
            artifact ->
                new Ensembles(artifacts)
                    .newest(group)
                    .map(
                        ensemble ->
                            new Answer(
                                ArtifactBuilder.predicted(
                                    ensemble
                                        .forecaster()
                                        .forecast(schedule, steps(schedule, ensemble)),
                                    artifact.objective().transform()),
                                List.of())));
  }

  /** From the runs of a relative: what it expects of its family, in its units of loss. */
  private Answer fromRelative(TrajectorySnapshot snapshot, PiecewiseLogLinear schedule) {
    List<GroupSummary> relatives = snapshot.groups(like);
    if (relatives.size() != 1) {
      throw new UsageException(
          "--like takes one group of the store, found "
              + relatives.size()
              + " of "
              + like
              + " among "
              + snapshot.keys());
    }
    GroupSummary relative = relatives.get(0);
    PriorInForce prior = context.prior();
    if (prior.artifact() == null) {
      throw new UsageException(
          "--like needs a prior, which says how far relatives differ; found prior.use = none");
    }
    Sweep sweep = snapshot.sweeps(List.of(relative.group())).first();
    double last = schedule.step()[schedule.step().length - 1];
    double[] steps = ArtifactBuilder.intervalEnds(last > 0 ? last : sweep.totalSteps());
    return new Answer(
        ArtifactBuilder.predicted(
            prior.like(sweep, context.seed()).forecast(schedule, steps),
            relative.objective().transform()),
        List.of(
            "no run of "
                + context.groups()
                + " was ingested: this is what "
                + relative.group()
                + " lets expect of its family, at its level of loss"));
  }

  private static boolean staysWithin(PiecewiseLogLinear schedule, ScheduleArtifact artifact) {
    double largest = Arrays.stream(schedule.learningRate()).max().orElseThrow();
    return schedule.step()[schedule.step().length - 1] <= artifact.totalSteps()
        && largest <= artifact.bounds().maximum();
  }

  private static Optional<ScheduleArtifact> published(Artifacts artifacts, GroupKey group) {
    for (Horizon horizon : artifacts.horizons(group)) {
      Optional<ScheduleArtifact> found =
          new ScheduleVersions(artifacts.schedules(group, horizon)).latest();
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static double[] steps(PiecewiseLogLinear schedule, Ensembles.Stored ensemble) {
    double last = schedule.step()[schedule.step().length - 1];
    return ArtifactBuilder.intervalEnds(
        last > 0 ? last : ensemble.modal().basis().referenceSteps());
  }
}
