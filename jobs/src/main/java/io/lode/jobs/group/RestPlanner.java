package io.lode.jobs.group;

import io.lode.ensemble.RunConditioner;
import io.lode.forecast.Horizon;
import io.lode.forecast.Outlook;
import io.lode.forecast.RunSoFar;
import io.lode.forecast.SweepOutcomes;
import io.lode.jobs.conf.settings.ReplanSettings;
import io.lode.jobs.store.artifacts.Ensembles;
import io.lode.schedule.LoggedStart;
import io.lode.schedule.PiecewiseLogLinear;
import io.lode.search.ScheduleDecision;
import io.lode.search.replan.ReplanProblem;
import io.lode.search.replan.Replanning;
import io.lode.trajectory.RunStatus;
import io.lode.trajectory.Sweep;
import io.lode.trajectory.Trajectory;
import java.util.HashMap;
import java.util.Map;

/**
 * Plans the rest of runs of one group from what they have logged so far. Runs in flight and the
 * runs of head-to-heads are planned by this class alone.
 */
public final class RestPlanner {

  private final Sweep sweep;
  private final Ensembles.Stored ensemble;
  private final ReplanSettings settings;
  private final Replanning replanning;
  private final long seed;
  private final Map<Horizon, RunConditioner> conditioners = new HashMap<>();

  /**
   * Prepares a group.
   *
   * @param sweep all stored runs of the group; those that are still running are left out
   * @param ensemble fitted to the group
   * @param settings of the replanning
   * @param seed of the search
   */
  public RestPlanner(Sweep sweep, Ensembles.Stored ensemble, ReplanSettings settings, long seed) {
    this.sweep =
        new Sweep(
            sweep.group(),
            sweep.objective(),
            sweep.runs().stream().filter(run -> run.status() != RunStatus.RUNNING).toList());
    this.ensemble = ensemble;
    this.seed = seed;
    this.settings = settings;
    replanning = new Replanning(settings.config());
  }

  /** The runs of the group that have ended. */
  public Sweep sweep() {
    return sweep;
  }

  /**
   * A decision with what it was made from.
   *
   * @param sweep the group's runs, evaluated at the horizon
   * @param outlook what the run's log says of its rest
   * @param decision to revise the rest or to keep it
   * @param before the schedule that was in force
   * @param firstLogged first step that the run logged
   */
  public record Planned(
      SweepOutcomes sweep,
      Outlook outlook,
      ScheduleDecision decision,
      PiecewiseLogLinear before,
      double firstLogged) {

    /** A schedule of the run as its log shows it, which is how it is forecast. */
    PiecewiseLogLinear asLogged(PiecewiseLogLinear schedule) {
      return new LoggedStart(schedule, firstLogged).asLogged();
    }
  }

  /**
   * Decides on the rest of a run.
   *
   * @param logged what the run has logged; rows after {@code now} are not looked at
   * @param now last step that is over
   * @param inForce the schedule that the run follows, over all its steps
   * @param horizon part of training at which the run is judged
   */
  public Planned plan(Trajectory logged, double now, PiecewiseLogLinear inForce, Horizon horizon) {
    RunConditioner conditioner = conditioner(horizon);
    RunSoFar soFar = soFar(logged, now, inForce);
    Outlook outlook = conditioner.given(soFar);
    LoggedStart start = start(logged, inForce);
    ScheduleDecision decision =
        replanning.decide(
            new ReplanProblem(conditioner.sweep(), outlook, soFar, start.asLogged(), seed));
    PiecewiseLogLinear followed =
        decision instanceof ScheduleDecision.Kept ? inForce : start.startOf(decision.schedule());
    return new Planned(
        conditioner.sweep(), outlook, decision.with(followed), inForce, start.firstLogged());
  }

  /** What the log of a run says of its rest; parameters as those of {@link #plan}. */
  Outlook outlook(Trajectory logged, double now, PiecewiseLogLinear inForce, Horizon horizon) {
    return conditioner(horizon).given(soFar(logged, now, inForce));
  }

  /** The step of a horizon. */
  double horizonStep(Horizon horizon) {
    return conditioner(horizon).sweep().horizonStep();
  }

  private RunSoFar soFar(Trajectory logged, double now, PiecewiseLogLinear inForce) {
    return RunSoFar.of(logged, sweep.objective().transform(), now)
        .withApplied(start(logged, inForce).asLogged());
  }

  private static LoggedStart start(Trajectory logged, PiecewiseLogLinear inForce) {
    return new LoggedStart(inForce, logged.step()[0]);
  }

  private RunConditioner conditioner(Horizon horizon) {
    return conditioners.computeIfAbsent(
        horizon,
        at ->
            new RunConditioner(
                ensemble.modal(),
                SweepOutcomes.of(sweep, at.step(sweep.totalSteps())),
                settings.pace(),
                ensemble.trackRecord().reliance()));
  }
}
