package io.lode.jobs.group.longrun;

import io.lode.artifact.LongRunKeys;
import io.lode.artifact.ScheduleArtifact;
import io.lode.forecast.Horizon;
import io.lode.hyperparameter.Effects;
import io.lode.hyperparameter.SettledSweep;
import io.lode.jobs.NothingUsableException;
import io.lode.jobs.UsageException;
import io.lode.jobs.conf.settings.HyperparameterSettings;
import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.jobs.group.GroupTraining;
import io.lode.jobs.group.ReplanTask;
import io.lode.jobs.ingest.format.RowDefect;
import io.lode.jobs.runlog.RunDescription;
import io.lode.jobs.runlog.RunRows;
import io.lode.jobs.store.artifacts.RunLogs;
import io.lode.jobs.store.files.VersionedFolder;
import io.lode.longrun.LongRunForecaster;
import io.lode.longrun.extend.ContinuedForecaster;
import io.lode.longrun.extend.Extension;
import io.lode.longrun.extend.ExtensionPlan;
import io.lode.longrun.extend.ExtensionPlanner;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Plans how one training goes on beyond its end, and publishes that as the run's own schedule.
 *
 * @param context it is planned with
 * @param hyperparameters what the hyperparameters of runs are taken for
 * @param ingest how a log becomes a trajectory, as in ingest
 */
public record ExtendTask(
    LongRunContext context, HyperparameterSettings hyperparameters, IngestSettings ingest) {

  /** A run and what it is judged at. */
  private record Found(Run run, Horizon horizon) {}

  /**
   * Plans and publishes.
   *
   * @param sweep the stored runs of the group
   * @param name of the run, which is stored or logs into the store
   * @param from step of the checkpoint; empty for the last step that the run logged
   * @param steps where the training will end
   * @throws UsageException if the steps do not fit the run
   * @throws NothingUsableException if the run cannot be extended
   */
  public ExtendedRun extend(Sweep sweep, String name, OptionalDouble from, double steps) {
    Found found = find(sweep, name);
    Run run = found.run();
    if (found.horizon().fraction() != 1) {
      throw new NothingUsableException(
          String.format(
              Locale.ROOT,
              "run %s is judged at %s of its training; only a run that is judged at its end can be"
                  + " extended",
              name,
              found.horizon().fraction()));
    }
    Sweep group = settled(with(sweep, run), run);
    Extension extension;
    try {
      extension = new Extension(group, run, from.orElse(run.trajectory().lastStep()), steps);
    } catch (IllegalArgumentException e) {
      throw new UsageException(e.getMessage(), e);
    }
    LongRunForecaster forecaster = context.fit(group);
    ExtensionPlanner planner = context.settings().extensionPlanner(context.seed());
    ExtensionPlan plan = planner.plan(extension, forecaster);
    VersionedFolder folder = context.artifacts().plans(group.group(), name, found.horizon());
    ScheduleArtifact artifact = context.publish(artifact(extension, forecaster, plan), folder);
    return new ExtendedRun(
        artifact,
        folder.path(artifact.version()),
        extension.from(),
        run.trajectory().lastStep(),
        plan.warnings(),
        from.isPresent() ? null : earlier(extension, planner, forecaster, plan));
  }

  /** What the run says of itself in the store, else what was ingested. */
  private Found find(Sweep sweep, String name) {
    RunLogs logs = new RunLogs(context.artifacts().files());
    Optional<byte[]> bytes = logs.description(sweep.group(), name);
    if (bytes.isPresent()) {
      RunDescription said =
          RunDescription.readOf(
              bytes.get(), logs.descriptionPath(sweep.group(), name), sweep.group(), name);
      RunRows rows = ReplanTask.read(logs, sweep.group(), name);
      if (!rows.isEmpty()) {
        if (!said.objective().equals(sweep.objective())) {
          throw new NothingUsableException(
              String.format(
                  Locale.ROOT,
                  "run %s is judged by %s, its group by %s",
                  name,
                  said.objective().metric(),
                  sweep.objective().metric()));
        }
        try {
          return new Found(withStored(rows.read(said, ingest), sweep), said.horizon());
        } catch (RowDefect e) {
          throw new NothingUsableException("run " + name + ": " + e.reason() + ": " + e.detail());
        }
      }
    }
    return sweep.runs().stream()
        .filter(run -> run.run().equals(name))
        .findFirst()
        .map(run -> new Found(run, new Horizon(1)))
        .orElseThrow(
            () -> new NothingUsableException("run " + name + " has logged nothing that counts"));
  }

  /** A run that logs into the store does not say its hyperparameters; its ingested log does. */
  private static Run withStored(Run run, Sweep sweep) {
    return sweep.runs().stream()
        .filter(stored -> stored.run().equals(run.run()))
        .findFirst()
        .map(stored -> run.with(stored.hyperparameters()))
        .orElse(run);
  }

  /**
   * The runs as they would have been under the settings of the one that goes on; as they are where
   * it does not say its settings.
   */
  private Sweep settled(Sweep whole, Run run) {
    if (run.hyperparameters().isEmpty()) {
      return whole;
    }
    Effects effects =
        GroupTraining.effects(
            whole, context.artifacts(), hyperparameters, context.settings().modal());
    return SettledSweep.of(whole, effects, effects.settings(run)).sweep();
  }

  /** The group's runs with this one as far as it is known; runs in flight teach, too. */
  private static Sweep with(Sweep sweep, Run run) {
    List<Run> runs = new ArrayList<>();
    for (Run one : sweep.runs()) {
      if (!one.run().equals(run.run())
          && one.status() != RunStatus.RUNNING
          && one.trajectory().length() > 0) {
        runs.add(one);
      }
    }
    runs.add(run);
    return new Sweep(sweep.group(), sweep.objective(), runs);
  }

  private ExtendedRun.Earlier earlier(
      Extension extension,
      ExtensionPlanner planner,
      LongRunForecaster forecaster,
      ExtensionPlan plan) {
    OptionalDouble before = ExtensionPlanner.beforeCooldown(extension);
    if (before.isEmpty()) {
      return null;
    }
    ExtensionPlan earlier =
        planner.plan(
            new Extension(
                extension.sweep(), extension.run(), before.getAsDouble(), extension.steps()),
            forecaster);
    double gain = plan.outcome().mean() - earlier.outcome().mean();
    return gain > Math.sqrt(2) * forecaster.error().within()
        ? new ExtendedRun.Earlier(
            before.getAsDouble(),
            extension.sweep().objective().transform().invert(earlier.outcome().mean()))
        : null;
  }

  private ScheduleArtifact artifact(
      Extension extension, LongRunForecaster forecaster, ExtensionPlan plan) {
    Sweep sweep = extension.sweep();
    return context.artifact(
        sweep,
        forecaster,
        new ContinuedForecaster(forecaster, extension),
        new LongRunContext.Planned(
            extension.run().run(),
            extension.steps(),
            plan.schedule(),
            plan.searched() ? "revised" : "kept",
            reason(extension, plan),
            "extended",
            plan.warnings(),
            LongRunContext.outcome(plan.outcome(), sweep.objective().transform()),
            plan.usual()),
        LongRunKeys.of(new LongRunKeys.Extension(extension.from(), extension.run().totalSteps())));
  }

  private static String reason(Extension extension, ExtensionPlan plan) {
    String start =
        String.format(
            Locale.ROOT,
            "goes on from step %.0f to step %.0f: %s",
            extension.from(),
            extension.steps(),
            plan.name());
    if (!plan.searched() && !(plan.gain() > 0)) {
      return start + "; no rest that was searched is expected to be better";
    }
    String gain =
        String.format(
            Locale.ROOT,
            "%.2f%% ± %.2f%% better",
            100 * Math.expm1(plan.gain()),
            100 * plan.gainDeviation());
    return plan.searched()
        ? start
            + "; its "
            + extension.sweep().objective().metric()
            + " is expected to be "
            + gain
            + " than that of the best usual choice ("
            + plan.usual().get(0).shape()
            + ")"
        : start + "; the best rest that was searched is expected to be " + gain + ", too little";
  }
}
