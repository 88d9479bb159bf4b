package io.lode.jobs.group;

import io.lode.artifact.CodeVersion;
import io.lode.artifact.Provenance;
import io.lode.artifact.ScheduleArtifact;
import io.lode.artifact.ScheduleArtifactJson;
import io.lode.forecast.Forecast;
import io.lode.forecast.Horizon;
import io.lode.forecast.Outlook;
import io.lode.forecast.Panel;
import io.lode.hyperparameter.Effects;
import io.lode.hyperparameter.SettledSweep;
import io.lode.jobs.conf.settings.HyperparameterSettings;
import io.lode.jobs.conf.settings.ReplanSettings;
import io.lode.jobs.group.ReplannedRun.Outcome;
import io.lode.jobs.group.RestPlanner.Planned;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.artifacts.Ensembles;
import io.lode.jobs.store.artifacts.ScheduleVersions;
import io.lode.jobs.store.files.StoreFiles;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.schedule.LoggedStart;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.schedule.Schedule;
import io.lode.search.ScheduleDecision;
import io.lode.trajectory.MetricTransform;
import io.lode.trajectory.Sweep;
import java.util.List;
import java.util.Locale;

/** Replans runs in flight of one group, one after the other. */
final class GroupReplanning {

  private final Artifacts artifacts;
  private final long seed;
  private final String created;
  private final Sweep sweep;
  private final Ensembles.Stored ensemble;
  private final RestPlanner planner;

  /**
   * Prepares a group.
   *
   * @param hyperparameters what the hyperparameters of the sweep are taken for
   * @param sweep all stored runs of the group; those that are still running are left out
   * @param created when, as an ISO 8601 instant
   * @throws UnplannableException if the group has no ensemble
   */
  GroupReplanning(
      Artifacts artifacts,
      ReplanSettings config,
      HyperparameterSettings hyperparameters,
      long seed,
      String created,
      Sweep sweep) {
    this.artifacts = artifacts;
    this.seed = seed;
    this.created = created;
    ensemble =
        new Ensembles(artifacts)
            .newest(sweep.group())
            .orElseThrow(
                () -> new UnplannableException("its group has no ensemble; run lode train first"));
    planner = new RestPlanner(settled(sweep, hyperparameters), ensemble, config, seed);
    this.sweep = planner.sweep();
  }

  /** The runs under the settings that the ensemble was fitted at. */
  private Sweep settled(Sweep whole, HyperparameterSettings hyperparameters) {
    Effects effects = GroupTraining.effects(whole, ensemble, hyperparameters);
    return SettledSweep.of(whole, effects, effects.reference()).sweep();
  }

  /** Decides on a run and publishes what was decided. */
  ReplannedRun replan(RunInFlight run) {
    StoreFiles files = artifacts.files();
    double now = run.trajectory().lastStep();
    ReplanState last = ReplanState.read(files, run.group(), run.run()).orElse(null);
    VersionedFolder own = artifacts.plans(run.group(), run.run(), run.description().horizon());
    if (last != null && last.step() >= now) {
      int newest = own.latestVersion().orElse(0);
      if (last.done()) {
        return skipped(run, "nothing was logged since it was replanned");
      }
      if (newest > last.versionBefore()) {
        new ReplanState(now, newest, true).write(files, run.group(), run.run());
        return finished(run, own, newest);
      }
    }
    FollowedPlan followed = FollowedPlan.of(run, artifacts);
    requirePlannable(run);
    Planned planned =
        planner.plan(run.trajectory(), now, followed.schedule(), run.description().horizon());
    int version = own.latestVersion().orElse(0);
    if (planned.decision() instanceof ScheduleDecision.Revised) {
      new ReplanState(now, version, false).write(files, run.group(), run.run());
      version = new ScheduleVersions(own).publish(artifact(run, planned));
    }
    new ReplanState(now, version, true).write(files, run.group(), run.run());
    return result(run, planned, version, version == 0 ? null : own.path(version));
  }

  /** How the run would unfold under another schedule from now on. */
  Forecast whatIf(RunInFlight run, Schedule rest) {
    FollowedPlan followed = FollowedPlan.of(run, artifacts);
    requirePlannable(run);
    double now = followed.now();
    Horizon horizon = run.description().horizon();
    Outlook outlook = planner.outlook(run.trajectory(), now, followed.schedule(), horizon);
    Schedule past = new LoggedStart(followed.schedule(), run.trajectory().step()[0]).asLogged();
    Schedule whole = step -> step <= now ? past.learningRate(step) : rest.learningRate(step);
    return outlook
        .forecaster()
        .forecast(whole, ArtifactBuilder.intervalEnds(planner.horizonStep(horizon)));
  }

  /** Only a run that does what the runs of its group did can be planned by them. */
  private void requirePlannable(RunInFlight run) {
    if (!run.description().objective().equals(sweep.objective())) {
      throw new UnplannableException(
          "it is judged by "
              + run.description().objective().metric()
              + ", its group by "
              + sweep.objective().metric());
    }
    double own = run.description().totalSteps();
    double others = sweep.totalSteps();
    if (Math.abs(own / others - 1) > FollowedPlan.SAME_LENGTH) {
      throw new UnplannableException(
          String.format(
              Locale.ROOT, "it takes %.0f steps, the runs of its group take %.0f", own, others));
    }
  }

  private ScheduleArtifact artifact(RunInFlight run, Planned planned) {
    MetricTransform transform = sweep.objective().transform();
    ScheduleDecision decision = planned.decision();
    PiecewiseLogLinear schedule = decision.schedule();
    double horizonStep = planned.sweep().horizonStep();
    PiecewiseLogLinear inForce = planned.asLogged(planned.before());
    Panel.Opinions before =
        planned.outlook().panel().opinions(List.of(inForce), inForce, horizonStep);
    return new ScheduleArtifact(
        0,
        run.group(),
        run.run(),
        run.description().horizon().fraction(),
        run.description().totalSteps(),
        sweep.objective(),
        schedule,
        "revised",
        decision.reason(),
        "replanned",
        "for this run only, from what it logged up to step " + (long) run.trajectory().lastStep(),
        ArtifactBuilder.predicted(
            planned
                .outlook()
                .forecaster()
                .forecast(planned.asLogged(schedule), ArtifactBuilder.intervalEnds(horizonStep)),
            transform),
        new ScheduleArtifact.Outcome(
            transform.invert(decision.mean()),
            transform.invertStandardDeviation(decision.mean(), decision.standardDeviation())),
        new ScheduleArtifact.BestRun(
            decision.bestRun().run().run(), transform.invert(decision.bestRun().outcome())),
        List.of(
            new ScheduleArtifact.Compared(
                "schedule in force",
                transform.invert(before.sharedMean(0)),
                transform.invertStandardDeviation(
                    before.sharedMean(0), before.sharedStandardDeviation(0)))),
        planned.sweep().bounds().including(schedule.learningRate()),
        new Provenance(
            ensemble.card().id(),
            ensemble.card().snapshot(),
            CodeVersion.current(),
            seed,
            created));
  }

  private ReplannedRun result(RunInFlight run, Planned planned, int version, String path) {
    MetricTransform transform = sweep.objective().transform();
    ScheduleDecision decision = planned.decision();
    return new ReplannedRun(
        run.group(),
        run.run(),
        run.description().horizon().fraction(),
        run.trajectory().lastStep(),
        run.description().totalSteps(),
        decision instanceof ScheduleDecision.Revised ? Outcome.REVISED : Outcome.KEPT,
        decision.reason(),
        version,
        path,
        transform.invert(decision.mean()),
        transform.invertStandardDeviation(decision.mean(), decision.standardDeviation()),
        Math.exp(planned.outlook().pace().logPace()),
        planned.outlook().pace().standardError(),
        planned.outlook().alarm().rise(),
        decision.bestRun().run().run(),
        transform.invert(decision.bestRun().outcome()));
  }

  /** What a pass published that was cut off before it could say so. */
  private ReplannedRun finished(RunInFlight run, VersionedFolder own, int version) {
    ScheduleArtifact artifact =
        ScheduleArtifactJson.read(own.read(version).orElseThrow(), own.path(version));
    return new ReplannedRun(
        run.group(),
        run.run(),
        artifact.horizon(),
        run.trajectory().lastStep(),
        artifact.totalSteps(),
        Outcome.REVISED,
        artifact.reason(),
        version,
        own.path(version),
        artifact.outcome().objective(),
        artifact.outcome().standardDeviation(),
        Double.NaN,
        Double.NaN,
        0,
        artifact.bestRun().run(),
        artifact.bestRun().objective());
  }

  private static ReplannedRun skipped(RunInFlight run, String reason) {
    return ReplannedRun.without(
        run.group(),
        run.run(),
        run.description(),
        run.trajectory().lastStep(),
        Outcome.SKIPPED,
        reason);
  }
}
