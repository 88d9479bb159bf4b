package io.lode.jobs.group;

import io.lode.artifact.ArtifactException;
import io.lode.artifact.ScheduleArtifact;
import io.lode.forecast.Forecast;
import io.lode.forecast.Horizon;
import io.lode.jobs.NothingUsableException;
import io.lode.jobs.conf.settings.HyperparameterSettings;
import io.lode.jobs.conf.settings.IngestSettings;
import io.lode.jobs.conf.settings.ReplanSettings;
import io.lode.jobs.conf.settings.Settings;
import io.lode.jobs.group.ReplannedRun.Outcome;
import io.lode.jobs.ingest.format.RowDefect;
import io.lode.jobs.runlog.LoggedRow;
import io.lode.jobs.runlog.RunDescription;
import io.lode.jobs.runlog.RunRows;
import io.lode.jobs.store.artifacts.Artifacts;
import io.lode.jobs.store.artifacts.RunLogs;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.trajectory.GroupKey;
import io.lode.trajectory.Run;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a task does with some runs of one group.
 *
 * @param artifacts of the store
 * @param config of the replanning
 * @param hyperparameters what the hyperparameters of the sweep are taken for
 * @param ingest how a log becomes a trajectory, as in ingest
 * @param seed of the search
 * @param created when, as an ISO 8601 instant
 */
public record ReplanTask(
    Artifacts artifacts,
    ReplanSettings config,
    HyperparameterSettings hyperparameters,
    IngestSettings ingest,
    long seed,
    String created)
    implements Serializable {

  /** A task that takes hyperparameters for what the defaults say. */
  public ReplanTask(
      Artifacts artifacts,
      ReplanSettings config,
      IngestSettings ingest,
      long seed,
      String created) {
    this(artifacts, config, HyperparameterSettings.of(Settings.defaults()), ingest, seed, created);
  }

  private static final String DIVERGED =
      "it has diverged: it logged a loss that is not finite, or over ingest.divergence-factor times"
          + " its first loss";

  /** Replans every run; one that cannot be read or planned fails alone. */
  public ArrayList<ReplannedRun> replan(Sweep sweep, Iterable<RunToReplan> runs) {
    ArrayList<ReplannedRun> results = new ArrayList<>();
    GroupReplanning group = null;
    String why = null;
    try {
      group = new GroupReplanning(artifacts, config, hyperparameters, seed, created, sweep);
    } catch (UnplannableException e) {
      why = e.getMessage();
    }
    for (RunToReplan run : runs) {
      try {
        Optional<RunInFlight> found = load(run, sweep);
        if (found.isPresent()) {
          results.add(
              group == null ? left(found.get(), Outcome.SKIPPED, why) : replan(group, found.get()));
        }
      } catch (UnplannableException e) {
        results.add(
            ReplannedRun.without(
                run.group(), run.run(), null, Double.NaN, Outcome.SKIPPED, e.getMessage()));
      } catch (RuntimeException e) {
        results.add(
            ReplannedRun.without(
                run.group(), run.run(), null, Double.NaN, Outcome.FAILED, oneLine(e)));
      }
    }
    return results;
  }

  /**
   * Steps, means and standard deviations of a run under another schedule from now on.
   *
   * @throws NothingUsableException if what it did is not known well enough to say
   */
  public double[][] whatIf(Sweep sweep, RunToReplan run, double[] step, double[] learningRate) {
    try {
      RunInFlight found =
          load(run, sweep)
              .orElseThrow(
                  () -> new UnplannableException("it is not in flight or has logged nothing"));
      if (found.diverged()) {
        throw new UnplannableException(DIVERGED);
      }
      Forecast forecast =
          new GroupReplanning(artifacts, config, hyperparameters, seed, created, sweep)
              .whatIf(found, new PiecewiseLogLinear(step, learningRate));
      ScheduleArtifact.Predicted predicted =
          ArtifactBuilder.predicted(forecast, sweep.objective().transform());
      return new double[][] {predicted.step(), predicted.mean(), predicted.standardDeviation()};
    } catch (UnplannableException | ArtifactException e) {
      throw new NothingUsableException("run " + run.run() + ": " + e.getMessage());
    }
  }

  private static ReplannedRun replan(GroupReplanning group, RunInFlight run) {
    if (run.diverged()) {
      return left(run, Outcome.SKIPPED, DIVERGED);
    }
    try {
      return group.replan(run);
    } catch (UnplannableException e) {
      return left(run, Outcome.SKIPPED, e.getMessage());
    } catch (RuntimeException e) {
      return left(run, Outcome.FAILED, oneLine(e));
    }
  }

  private static ReplannedRun left(RunInFlight run, Outcome outcome, String why) {
    return ReplannedRun.without(
        run.group(), run.run(), run.description(), run.lastStep(), outcome, why);
  }

  /** Reads a run; empty where it is not in flight or has logged nothing yet. */
  Optional<RunInFlight> load(RunToReplan run, Sweep sweep) {
    RunLogs logs = new RunLogs(artifacts.files());
    Optional<byte[]> bytes = logs.description(run.group(), run.run());
    if (bytes.isEmpty()) {
      return stored(run, sweep);
    }
    RunDescription description =
        RunDescription.readOf(
            bytes.get(), logs.descriptionPath(run.group(), run.run()), run.group(), run.run());
    if (!description.running()) {
      return Optional.empty();
    }
    RunRows rows = run.rows() == null ? read(logs, run.group(), run.run()) : run.rows();
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    Run read;
    try {
      read = rows.read(description, ingest);
    } catch (RowDefect e) {
      throw new UnplannableException(e.reason() + ": " + e.detail());
    }
    return Optional.of(
        new RunInFlight(
            run.group(),
            run.run(),
            description,
            read.trajectory(),
            rows.lastStep(),
            read.status() == RunStatus.DIVERGED));
  }

  /** A run that was ingested while it trained. */
  private static Optional<RunInFlight> stored(RunToReplan run, Sweep sweep) {
    for (Run known : sweep.runs()) {
      if (known.run().equals(run.run()) && known.status() == RunStatus.RUNNING) {
        RunDescription description =
            new RunDescription(
                RunDescription.RUNNING,
                known.totalSteps(),
                sweep.objective(),
                new Horizon(1),
                List.of());
        Trajectory logged = known.trajectory();
        return logged.length() == 0
            ? Optional.empty()
            : Optional.of(
                new RunInFlight(
                    run.group(), run.run(), description, logged, logged.lastStep(), false));
      }
    }
    return Optional.empty();
  }

  /** All rows that a run has logged into the store. */
  public static RunRows read(RunLogs logs, GroupKey group, String run) {
    RunRows rows = RunRows.none(group, run);
    for (String part : logs.parts(group, run)) {
      String text = new String(logs.files().read(part).orElse(new byte[0]), StandardCharsets.UTF_8);
      if (text.isBlank()) {
        throw new IllegalStateException(
            part + ": expected rows of run " + run + ", found an empty file");
      }
      long number = 0;
      for (String line : (Iterable<String>) text.lines()::iterator) {
        Optional<LoggedRow> row = LoggedRow.parse(line, new LoggedRow.Place(part, number++));
        if (row.isPresent() && row.get().group().equals(group) && row.get().run().equals(run)) {
          rows.add(row.get());
        } else if (!line.isBlank()) {
          throw new IllegalStateException(
              part
                  + ": expected a row of run "
                  + run
                  + " with a step, found "
                  + line.substring(0, Math.min(80, line.length())));
        }
      }
    }
    return rows;
  }

  private static String oneLine(RuntimeException e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    return message.replaceAll("\\s*\\R\\s*", " ");
  }
}
